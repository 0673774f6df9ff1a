import { readFile } from "node:fs/promises";

import { z } from "zod";

import { loadVerticals } from "../../deploy/parameters/verticals.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import type { Vertical } from "../../deploy/sdk/lead/vertical.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { roleCall } from "../protocol/roleCall.ts";

interface ConfigureArguments extends WritingOptions {
  readonly slug: string;
  readonly file: string | undefined;
}

export default writingAction<ConfigureArguments>(async ({ slug, file }, trader) => {
  const { config } = verticalIn(file === undefined ? loadVerticals() : await read(file), slug);
  return roleCall(trader, "registry", "configureVertical", [slug, config]);
});

function verticalIn(verticals: readonly Vertical[], slug: string): Vertical {
  const vertical = verticals.find((one) => one.slug === slug);
  if (vertical !== undefined) return vertical;
  throw new LeadEngineError(
    "UNKNOWN_VERTICAL",
    `The file has no vertical ${slug}.`,
    "Add it there: deploy/parameters/verticals.json shows the form.",
  );
}

async function read(file: string): Promise<readonly Vertical[]> {
  try {
    return loadVerticals(JSON.parse(await readFile(file, "utf8")));
  } catch (cause) {
    const why = cause instanceof z.ZodError ? `:\n${z.prettifyError(cause)}` : ".";
    throw new LeadEngineError(
      "VERTICALS_FILE",
      `${file} is not a file of verticals${why}`,
      "deploy/parameters/verticals.json shows the form.",
      { cause },
    );
  }
}
