import { writeFile } from "node:fs/promises";

import { decryptLead } from "../../deploy/sdk/actions/lead/decryptLead.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import type { LeadContent } from "../../deploy/sdk/lead/sealedLead.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface DecryptArguments extends TraderOptions {
  readonly leadId: bigint;
  readonly out: string | undefined;
}

export default traderAction<DecryptArguments>(async ({ leadId, out }, trader) => {
  const { contact, fields } = await decryptLead(trader, { leadId });
  const content = { contact, fields };
  if (out === undefined) return { json: { leadId, ...content }, text: textOf(content) };
  await writeNew(out, `${JSON.stringify(content, undefined, 2)}\n`);
  return {
    json: { leadId, file: out },
    text: `Lead ${leadId} is in ${out}, readable only by you.`,
  };
});

function textOf({ contact, fields }: LeadContent): string {
  const rows = [...Object.entries(contact), ...Object.entries(fields)];
  return facts(
    rows.flatMap(([name, value]) => (value === undefined ? [] : [[name, String(value)] as const])),
  );
}

async function writeNew(file: string, text: string): Promise<void> {
  try {
    await writeFile(file, text, { mode: 0o600, flag: "wx" });
  } catch (error) {
    const { code } = error as NodeJS.ErrnoException;
    if (code === undefined) throw error;
    throw new LeadEngineError(
      "FILE_NOT_WRITTEN",
      code === "EEXIST" ? `${file} exists already.` : `${file} cannot be written (${code}).`,
      "Name another file with --out.",
    );
  }
}
