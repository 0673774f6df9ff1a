/** What a spreadsheet takes for the start of a formula, and white space that it skips before one. */
const FORMULA = /^[\s\0]*[=+\-@＝＋－＠]|^[\t\r\n]/;

/**
 * A table as CSV (RFC 4180), every cell quoted. A text that a spreadsheet would run as a formula begins with an apostrophe, as OWASP advises:
 * sellers choose some of the texts, and their formulas must not run on a buyer's machine.
 */
export function csvOf(rows: readonly (readonly (string | number | bigint)[])[]): string {
  return rows.map((cells) => `${cells.map(cell).join(",")}\r\n`).join("");
}

function cell(value: string | number | bigint): string {
  if (typeof value !== "string") return String(value);
  const harmless = FORMULA.test(value) ? `'${value}` : value;
  return `"${harmless.replaceAll('"', '""')}"`;
}
