import type { Failure } from "./crew.ts";

/** How many titles stand for a cause. */
const TITLES = 3;

/** What failures have in common, a few lines for each cause, the most frequent first: numbers and addresses in a message make no other cause. */
export function failureCauses(failures: readonly Failure[]): string[] {
  const causes = new Map<string, Failure[]>();
  for (const failure of failures) {
    const cause = firstLine(failure.error.message).replace(/0x[0-9a-f]+|\d+/gi, "#");
    causes.set(cause, [...(causes.get(cause) ?? []), failure]);
  }
  return [...causes.values()]
    .sort((a, b) => b.length - a.length)
    .flatMap((alike) => {
      const [{ error }] = alike as [Failure];
      const titles = alike.slice(0, TITLES).map(({ title }) => `     ${title.join(" > ")}`);
      const more = alike.length - titles.length;
      return [
        `${String(alike.length).padStart(4)} × ${firstLine(error.message)}`,
        ...titles,
        ...(more > 0 ? [`     and ${more} more`] : []),
      ];
    });
}

function firstLine(message: string): string {
  const [line = ""] = message.trim().split("\n", 1);
  return line.length > 200 ? `${line.slice(0, 199)}…` : line;
}
