import { readFile } from "node:fs/promises";
import { fileURLToPath } from "node:url";

import { build } from "esbuild";

const PAGE = fileURLToPath(new URL("page/", import.meta.url));
/** The browsers of the last years. */
const TARGET = "es2022";

/** A file of the board. */
export interface BoardFile {
  readonly name: string;
  /** Media type. */
  readonly type: string;
  readonly text: string;
}

/**
 * Builds the market board: static files that any web server, or none, can serve. They load nothing from elsewhere.
 * @param subgraph URL of the subgraph that it shows where its own address names none.
 */
export async function buildBoard(subgraph = ""): Promise<BoardFile[]> {
  const { outputFiles } = await build({
    entryPoints: [`${PAGE}main.ts`],
    bundle: true,
    minify: true,
    platform: "browser",
    format: "iife",
    target: TARGET,
    legalComments: "eof",
    write: false,
  });
  const page = await readFile(`${PAGE}index.html`, "utf8");
  const [before, after, ...others] = page.split('name="subgraph" content=""');
  if (after === undefined || others.length > 0)
    throw new Error("The page has no one place for its subgraph.");
  return [
    {
      name: "index.html",
      type: "text/html; charset=utf-8",
      text: `${before}name="subgraph" content="${escaped(subgraph)}"${after}`,
    },
    { name: "board.js", type: "text/javascript; charset=utf-8", text: outputFiles[0]?.text ?? "" },
    {
      name: "board.css",
      type: "text/css; charset=utf-8",
      text: await readFile(`${PAGE}board.css`, "utf8"),
    },
  ];
}

/** Text within an attribute of HTML. */
function escaped(text: string): string {
  return text.replaceAll("&", "&amp;").replaceAll('"', "&quot;").replaceAll("<", "&lt;");
}
