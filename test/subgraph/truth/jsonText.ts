/** Text that says this in JSON, whatever its order and the way numbers are written. */
export class JsonText {
  readonly content: unknown;

  constructor(content: unknown) {
    this.content = content;
  }
}

/** JSON content in the form in which it is compared: numbers as text, hex in lower case, members sorted by name. */
export function plain(content: unknown): unknown {
  if (Array.isArray(content)) return content.map(plain);
  if (typeof content === "object" && content !== null) {
    const entries = Object.entries(content).map(([name, value]) => [name, plain(value)] as const);
    return Object.fromEntries(entries.sort(([a], [b]) => (a < b ? -1 : 1)));
  }
  return typeof content === "boolean" ? content : String(content).toLowerCase();
}
