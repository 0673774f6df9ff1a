import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";

import { buildBoard } from "../../deploy/board/buildBoard.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { plainAction } from "../cli/action.ts";

interface BuildArguments {
  readonly out: string;
  readonly graphql: string;
  readonly json: boolean;
}

export default plainAction<BuildArguments>(async ({ out, graphql }) => {
  if (graphql !== "" && !isWebUrl(graphql)) {
    throw new LeadEngineError(
      "INVALID_URL",
      "--graphql is not a URL.",
      "Write it as https://example.org/subgraphs/name/lead-engine.",
    );
  }
  const files = await buildBoard(graphql);
  try {
    await mkdir(out, { recursive: true });
    for (const { name, text } of files) await writeFile(path.join(out, name), text);
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new LeadEngineError(
      "FILE_NOT_WRITTEN",
      `${out} cannot be written (${code}).`,
      "Name another folder with --out.",
    );
  }
  const names = files.map(({ name }) => name);
  return {
    json: { out, files: names },
    text: `The board is in ${out}: ${names.join(", ")}. Open index.html${graphql === "" ? "?subgraph=URL" : ""}.`,
  };
});

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}
