import { writeFile } from "node:fs/promises";

import { decryptLead } from "../../deploy/sdk/actions/lead/decryptLead.ts";
import type { Provenance } from "../../deploy/sdk/actions/lead/provenance.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { toJson } from "../../deploy/sdk/codes/json.ts";
import { facts } from "../cli/output.ts";

interface DecryptArguments extends TraderOptions {
  readonly leadId: bigint;
  readonly out: string | undefined;
}

type DecryptedLead = Omit<Awaited<ReturnType<typeof decryptLead>>, "leadId">;

export default traderAction<DecryptArguments>(async ({ leadId, out }, trader) => {
  const { contact, fields, consentCertificate, provenance } = await decryptLead(trader, { leadId });
  const content = { contact, fields, consentCertificate, provenance };
  if (out === undefined) return { json: { leadId, ...content }, text: textOf(content) };
  await writeNew(out, `${JSON.stringify(JSON.parse(toJson(content)), undefined, 2)}\n`);
  return {
    json: { leadId, file: out },
    text: `Lead ${leadId} is in ${out}, readable only by you.`,
  };
});

function textOf({ contact, fields, consentCertificate, provenance }: DecryptedLead): string {
  const rows = [...Object.entries(contact), ...Object.entries(fields)];
  return facts([
    ...rows.flatMap(([name, value]) =>
      value === undefined ? [] : [[name, String(value)] as const],
    ),
    ...provenanceFacts(provenance),
    ...(consentCertificate === undefined
      ? []
      : [["consent certificate", consentCertificate] as const]),
  ]);
}

function provenanceFacts(lead: Provenance): [string, string][] {
  const { consentTime, price, deliveredAt, deliveryTxHash } = lead;
  return [
    ["vertical, region", `${lead.vertical}, ${lead.region}`],
    ["source", lead.source],
    ["consent", consentTime === 0 ? "none" : timeText(consentTime)],
    ["seller", lead.seller],
    ...(deliveredAt === null || deliveryTxHash === null
      ? []
      : ([
          ["price", price === null ? "none: handed over without a sale" : usdcText(price)],
          ["delivered", timeText(deliveredAt)],
          ["transaction", deliveryTxHash],
        ] satisfies [string, string][])),
  ];
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
