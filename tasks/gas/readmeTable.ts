import { GAS_GOALS, type GasOperation } from "../scenarios/day/gasLog.ts";

const BEGIN = "<!-- gas: written by `npm run gas` -->";
const END = "<!-- /gas -->";

/** A README with a new table of gas figures. Throws if it has no place for one. */
export function withGasTable(readme: string, snapshot: Readonly<Record<string, number>>): string {
  const [head, rest] = readme.split(BEGIN);
  const tail = rest?.split(END)[1];
  if (head === undefined || tail === undefined) throw new Error(`README.md has no ${BEGIN}.`);
  return `${head}${BEGIN}\n\n${tableOf(snapshot)}\n\n${END}${tail}`;
}

/** The figures as Markdown, in columns as Prettier writes them. */
function tableOf(snapshot: Readonly<Record<string, number>>): string {
  const rows = Object.entries(snapshot).map(([operation, gas]) => [
    GAS_GOALS[operation as GasOperation].title,
    gas.toLocaleString("en-US"),
  ]);
  const width = (column: number) => Math.max(...rows.map((row) => row[column]?.length ?? 0));
  const [titles, figures] = [width(0), width(1)];
  return [
    `| ${"operation".padEnd(titles)} | ${"gas".padStart(figures)} |`,
    `| ${"-".repeat(titles)} | ${"-".repeat(figures - 1)}: |`,
    ...rows.map(([title, gas]) => `| ${title?.padEnd(titles)} | ${gas?.padStart(figures)} |`),
  ].join("\n");
}
