import { stripVTControlCharacters } from "node:util";

import Table from "cli-table3";

const PLAIN = { head: [], border: [] };
/** Narrowest column, characters. */
const LEAST = 8;
/** What a column has beside its text: a border and a space on each side. */
const FRAME = 3;

type Cell = string | number;

/** A table of names and values, as wide as the window at most. */
export function facts(rows: readonly (readonly [name: string, value: Cell])[]): string {
  return drawn([], rows);
}

/** A table with a line of titles, as wide as the window at most. */
export function grid(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  return drawn(head, rows);
}

function drawn(head: readonly string[], rows: readonly (readonly Cell[])[]): string {
  const texts = rows.map((row) => row.map((cell) => plain(String(cell))));
  // A pipe has no window, and what reads it looks for whole words.
  const { columns = Infinity } = process.stdout as { readonly columns?: number };
  const widths = fitted(naturalWidths([head, ...texts]), columns);
  const wrap = (row: readonly string[]) =>
    row.map((text, column) => wrapped(text, widths[column] ?? LEAST));
  const table = new Table({ head: wrap(head), style: PLAIN });
  table.push(...texts.map(wrap));
  return table.toString();
}

/** Some texts are strangers': they cannot steer the terminal, nor turn the direction of writing. Lines stay. */
function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll(
    /(?!\n)[\p{Cc}\p{Bidi_Control}\p{Zl}\p{Zp}]/gu,
    "",
  );
}

/** The longest line of each column. */
function naturalWidths(rows: readonly (readonly string[])[]): number[] {
  const widths: number[] = [];
  for (const row of rows) {
    for (const [column, text] of row.entries()) {
      const longest = Math.max(...text.split("\n").map(lengthOf));
      widths[column] = Math.max(widths[column] ?? 0, longest);
    }
  }
  return widths;
}

/** Takes from the widest columns until all fit. */
function fitted(natural: readonly number[], width: number): number[] {
  const widths = [...natural];
  const room = Math.max(width - FRAME * widths.length - 1, LEAST * widths.length);
  for (let excess = sum(widths) - room; excess > 0; excess--) {
    const widest = widths.indexOf(Math.max(...widths));
    widths[widest] = (widths[widest] ?? 0) - 1;
  }
  return widths;
}

/** A text in lines of this many characters at most, broken between words, and inside one where it is longer. */
function wrapped(text: string, width: number): string {
  return text
    .split("\n")
    .flatMap((line) => {
      if (lengthOf(line) <= width) return [line];
      const lines = [""];
      for (const word of line.split(" ").flatMap((one) => pieces(one, width))) {
        const last = lines.at(-1) ?? "";
        if (last === "") lines[lines.length - 1] = word;
        else if (lengthOf(last) + 1 + lengthOf(word) <= width)
          lines[lines.length - 1] = `${last} ${word}`;
        else lines.push(word);
      }
      return lines;
    })
    .join("\n");
}

function pieces(word: string, width: number): string[] {
  const letters = lettersOf(word);
  if (letters.length <= width) return [word];
  const count = Math.ceil(letters.length / width);
  return Array.from({ length: count }, (_none, index) =>
    letters.slice(index * width, (index + 1) * width).join(""),
  );
}

function lengthOf(text: string): number {
  return lettersOf(text).length;
}

/** What a reader takes for one sign each. */
const SIGNS = new Intl.Segmenter(undefined, { granularity: "grapheme" });

function lettersOf(text: string): string[] {
  return Array.from(SIGNS.segment(text), ({ segment }) => segment);
}

function sum(numbers: readonly number[]): number {
  return numbers.reduce((total, number) => total + number, 0);
}
