import { CsvError, parse } from "csv-parse/sync";

import type { Issue } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { jsonSchemaOf, type JsonSchema } from "../../../deploy/sdk/lead/leadFileSchema.ts";
import type { Vertical } from "../../../deploy/sdk/lead/vertical.ts";
import { batchError, type BatchRow } from "./readBatch.ts";

/** What the parser gives with `info`. */
interface ParsedRow {
  readonly record: readonly string[];
  readonly info: { readonly lines: number };
}

const DECIMAL = /^-?(0|[1-9]\d*)(\.\d+)?$/;

/**
 * The leads of a CSV (RFC 4180, UTF-8): its first line names field paths of a lead file, and each further row is a lead. An empty cell is a
 * field that is left out; numbers and true or false are read as what the vertical's schema says.
 * @throws {LeadEngineError} `BATCH_FILE`: a quote is wrong, or a column is none of a lead file's. Names lines and columns.
 */
export function leadsInCsv(
  file: string,
  text: string,
  verticals: ReadonlyMap<string, Vertical>,
): BatchRow[] {
  const [head, ...rows] = parsed(file, text);
  if (head === undefined) throw batchError(`${file} is empty.`);
  const types = new Map([...verticals].map(([slug, one]) => [slug, typesOf(jsonSchemaOf(one))]));
  const columns = head.record.map((name) => name.trim());
  requireColumns(file, columns, new Set([...types.values()].flatMap((of) => [...of.keys()])));
  const slugs = columns.indexOf("vertical");
  return rows.map(({ record, info: { lines } }) => {
    const where = `${file}:${lines}`;
    if (record.length !== columns.length) {
      const message = `has ${record.length} cells; the first line names ${columns.length} columns`;
      return { where, issues: [{ path: "", message }] };
    }
    return { where, input: leadOf(columns, record, types.get(record[slugs]?.trim() ?? "")) };
  });
}

function parsed(file: string, text: string): ParsedRow[] {
  try {
    return parse(text, {
      bom: true,
      info: true,
      relax_column_count: true,
      skip_empty_lines: true,
    }) as unknown as ParsedRow[];
  } catch (error) {
    if (!(error instanceof CsvError)) throw error;
    const { code, lines } = error;
    throw batchError(`${file} is not CSV: ${code} at line ${String(lines)}.`);
  }
}

/** The type of every field of a lead file by its path, such as `number` of `fields.roofAge`. */
function typesOf(schema: JsonSchema, prefix = ""): Map<string, unknown> {
  const types = new Map<string, unknown>();
  for (const [name, property] of Object.entries(schema.properties ?? {})) {
    const { properties, type } = property as JsonSchema;
    if (properties === undefined) types.set(`${prefix}${name}`, type);
    else {
      const within = typesOf(property as JsonSchema, `${prefix}${name}.`);
      for (const [path, inner] of within) types.set(path, inner);
    }
  }
  return types;
}

function requireColumns(
  file: string,
  columns: readonly string[],
  known: ReadonlySet<string>,
): void {
  const issues = columns.flatMap((name, index): Issue[] => {
    const column = `column ${index + 1}`;
    if (!known.has(name)) {
      return [{ path: column, message: "is no field of a lead file" }];
    }
    return columns.indexOf(name) === index ? [] : [{ path: column, message: `repeats ${name}` }];
  });
  if (!columns.includes("vertical")) {
    issues.push({ path: "vertical", message: "is a column that every batch needs" });
  }
  if (issues.length === 0) return;
  const list = issues.map(({ path, message }) => `\n  ${path} ${message}`);
  throw batchError(
    `The first line of ${file} does not name columns of leads:${list.join("")}`,
    issues,
  );
}

/** A row as a lead file would have it. What the schema does not know stays text, so that the check names its place. */
function leadOf(
  columns: readonly string[],
  cells: readonly string[],
  types: ReadonlyMap<string, unknown> = new Map(),
): object {
  const lead: Record<string, unknown> = { contact: {}, fields: {} };
  for (const [index, path] of columns.entries()) {
    const cell = cells[index] ?? "";
    if (cell.trim() === "") continue;
    const value = valueOf(cell, types.get(path));
    const [group = "", name] = path.split(".");
    if (name === undefined) lead[group] = value;
    else lead[group] = { ...(lead[group] as object | undefined), [name]: value };
  }
  return lead;
}

function valueOf(cell: string, type: unknown): unknown {
  const word = cell.trim();
  if (type === "number" || type === "integer") return DECIMAL.test(word) ? Number(word) : cell;
  if (type === "boolean") return word === "true" || (word === "false" ? false : cell);
  return cell;
}
