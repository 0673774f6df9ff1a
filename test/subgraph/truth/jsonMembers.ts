/** A member of a JSON object as a reader of its text has it: numbers as they are written. */
export interface Member {
  readonly name: string;
  readonly kind: "text" | "number" | "flag" | "null" | "nested";
  readonly text: string;
}

interface Source {
  readonly source?: string;
}

type Reviver = (this: unknown, key: string, value: unknown, context: Source) => unknown;

/** Readers go no deeper. */
const DEEPEST = 127;

/** Numbers, told apart from texts. */
class Written {
  readonly text: string;

  constructor(text: string) {
    this.text = text;
  }
}

/**
 * The members of a JSON object, sorted by name, of equal names the last; undefined where the text is no JSON object, is nested too deeply,
 * or has half a character in it. An exponent always has a sign.
 */
export function membersOf(text: string): Member[] | undefined {
  let value: unknown;
  try {
    const reviver: Reviver = (_, part, { source }) =>
      typeof part === "number" ? new Written(withSign(source ?? String(part))) : part;
    value = JSON.parse(text, reviver as Parameters<typeof JSON.parse>[1]);
  } catch {
    return undefined;
  }
  if (typeof value !== "object" || value === null) return undefined;
  if (Array.isArray(value) || value instanceof Written) return undefined;
  if (!isReadable(value, DEEPEST)) return undefined;
  return Object.entries(value)
    .map(([name, member]) => memberOf(name, member))
    .sort((a, b) => Buffer.compare(Buffer.from(a.name), Buffer.from(b.name)));
}

function withSign(number: string): string {
  return number.replace(/e(?=\d)/i, "e+").replace("E", "e");
}

function isReadable(value: unknown, depth: number): boolean {
  if (typeof value === "string") return isWhole(value);
  if (typeof value !== "object" || value === null || value instanceof Written) return true;
  if (depth === 0) return false;
  const entries = Object.entries(value);
  return entries.every(([name, part]) => isWhole(name) && isReadable(part, depth - 1));
}

function isWhole(text: string): boolean {
  return !/\p{Surrogate}/u.test(text);
}

function memberOf(name: string, value: unknown): Member {
  if (value instanceof Written) return { name, kind: "number", text: value.text };
  if (typeof value === "boolean") return { name, kind: "flag", text: String(value) };
  if (typeof value === "string") return { name, kind: "text", text: value };
  return value === null ? { name, kind: "null", text: "null" } : { name, kind: "nested", text: "" };
}
