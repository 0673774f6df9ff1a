const PARAMETER = "subgraph";

/** Which subgraph the page shows: the one that its address names, else the one that it was built for. Undefined where neither does. */
export function namedSubgraph(): string | undefined {
  const named = new URLSearchParams(location.search).get(PARAMETER);
  const built = document.querySelector<HTMLMetaElement>(`meta[name="${PARAMETER}"]`)?.content;
  return [named, built].find((url) => url !== null && url !== undefined && url !== "") ?? undefined;
}

/** Whether a text is the URL of something that can be asked. */
export function isWebUrl(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}

/** Opens the page for another subgraph. */
export function goTo(url: string): void {
  const next = new URL(location.href);
  next.searchParams.set(PARAMETER, url);
  next.hash = "";
  location.assign(next);
}
