import { toJson } from "../sdk/codes/json.ts";

/** Longest text of a result: what is longer is no answer that a reader needs, and costs a model its attention. */
const MAX_TEXT = 32_000;
/** Controls that JSON leaves as they are: they move a terminal's cursor, hide text or turn its direction. */
const CONTROLS =
  /[\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202f\u2060-\u206f\ufeff\ufff9-\uffff]/g;

/** A value as JSON in one line, with everything that could act on a terminal or a reader's eye escaped. It parses to the same value. */
export function quoted(value: unknown): string {
  return toJson(value).replaceAll(
    CONTROLS,
    (character) => `\\u${character.charCodeAt(0).toString(16).padStart(4, "0")}`,
  );
}

/** A value as plain JSON data, without texts that are too long to be meant for a reader. */
export function plainData(value: unknown): unknown {
  return JSON.parse(toJson(value), (_key, item: unknown) =>
    typeof item === "string" && item.length > MAX_TEXT
      ? `${item.slice(0, MAX_TEXT)}… (${item.length} characters)`
      : item,
  );
}
