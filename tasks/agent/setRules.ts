import { readFile } from "node:fs/promises";
import path from "node:path";

import { z } from "zod";

import {
  autoBidRulesSchema,
  type AutoBidRulesDocument,
} from "../../deploy/agent/rules/autoBidRules.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { plainAction } from "../cli/action.ts";
import { withRules, type RulesArguments } from "./showRules.ts";

interface SetArguments extends RulesArguments {
  readonly file: string;
}

export default plainAction<SetArguments>(async ({ file, operator }, hre) => {
  const rules = await rulesIn(file);
  return withRules(operator, hre, (store) => store.changeRules(() => rules));
});

/** The rules of a file; the suppression list's path is taken from there. @throws {LeadEngineError} `INVALID_RULES` */
async function rulesIn(file: string): Promise<AutoBidRulesDocument> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw invalid(`${file} cannot be read.`, { cause });
  });
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch (cause) {
    throw invalid(`${file} is not JSON.`, { cause });
  }
  const { success, error } = autoBidRulesSchema.safeParse(json);
  if (!success) throw invalid(`${file} is not valid: ${z.prettifyError(error)}`, { cause: error });
  const document = json as AutoBidRulesDocument;
  const { suppressionList } = document;
  return suppressionList === undefined
    ? document
    : { ...document, suppressionList: path.resolve(path.dirname(file), suppressionList) };
}

function invalid(says: string, options: ErrorOptions): LeadEngineError {
  const example =
    '{"rules": [{"name": "solar", "vertical": "solar", "bid": 100, "maxPerLead": 150}]}';
  return new LeadEngineError("INVALID_RULES", says, `Write rules as ${example}.`, options);
}
