import { readFile } from "node:fs/promises";

import { z } from "zod";

import { acceptance } from "../../deploy/sdk/actions/lead/acceptLead.ts";
import { deliverLeadTo } from "../../deploy/sdk/actions/lead/deliverLeadTo.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface DeliverToArguments extends WritingOptions {
  readonly file: string;
}

/** What `lead accept` wrote: JSON has no whole numbers of any size. */
const fileSchema = acceptance.extend({ leadId: z.coerce.bigint() });

export default writingAction<DeliverToArguments>(async ({ file }, trader) => {
  const done = await deliverLeadTo(trader, { acceptance: await read(file) });
  return {
    json: done,
    text: facts([
      ["lead", `${done.leadId}, with its key`],
      ["from", done.from],
      ["to", done.to],
      ["transaction", done.txHash],
    ]),
  };
});

async function read(file: string): Promise<z.output<typeof acceptance>> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw unreadable(`${file} cannot be read.`, cause);
  });
  try {
    return fileSchema.parse(JSON.parse(text));
  } catch (cause) {
    throw unreadable(`${file} is not an acceptance.`, cause);
  }
}

function unreadable(says: string, cause: unknown): LeadEngineError {
  return new LeadEngineError(
    "ACCEPTANCE_FILE",
    says,
    "Its receiver writes it with `npx hardhat lead accept <lead> > acceptance.json`.",
    { cause },
  );
}
