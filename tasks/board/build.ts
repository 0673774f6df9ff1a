import { buildBoard } from "../../deploy/board/buildBoard.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { plainAction } from "../cli/action.ts";
import { writeUserFile } from "../cli/userFile.ts";

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
  for (const { name, text } of files) await writeUserFile(name, text, "--out", out);
  const names = files.map(({ name }) => name);
  return {
    json: { out, files: names },
    text: `The board is in ${out}: ${names.join(", ")}. Open index.html${graphql === "" ? "?subgraph=URL" : ""}.`,
  };
});

function isWebUrl(text: string): boolean {
  return URL.canParse(text) && ["http:", "https:"].includes(new URL(text).protocol);
}
