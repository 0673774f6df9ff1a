import { isAddressEqual, zeroHash } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { leadSchema } from "../../lead/lead.ts";
import { openLead } from "../../lead/sealedLead.ts";
import { findContent } from "../content.ts";
import { defineAction } from "../definition.ts";
import { deliveryKeyOfTrader } from "../deliveryKeys.ts";
import { leadId } from "../schemas.ts";
import { attestationOf, capsuleOf } from "./leadEvents.ts";
import { provenance, provenanceOf } from "./provenance.ts";

const parameters = z.object({ leadId });

const result = z.object({
  leadId,
  contact: leadSchema.shape.contact.describe("Personal data of the consumer"),
  fields: leadSchema.shape.fields.describe("Exact answers to the vertical's public questions"),
  consentCertificate: leadSchema.shape.consentCertificate.describe(
    "The issuer's record of the consumer's consent; absent if the seller gave none",
  ),
  consentRecord: leadSchema.shape.consentRecord.describe(
    "The words that the consumer agreed to and the page that showed them; absent if the seller gave none",
  ),
  provenance: provenance.describe("Where the lead comes from, and how its owner got it"),
});

/**
 * Reads a lead that the wallet owns: personal data, which is returned and shown nowhere else.
 * @throws {LeadEngineError} `LEAD_ERASED`; `NOT_OWNER`: the lead is another account's.
 */
export async function decryptLead(
  trader: Trader,
  { leadId: id }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const content = await readContent(trader, id);
  return { leadId: id, ...content, provenance: await provenanceOf(trader, id) };
}

/** What the seller encrypted: `decryptLead` without where the lead comes from. @throws as `decryptLead`. */
export async function readContent(trader: Trader, id: bigint) {
  const { chainId, contracts, address } = trader;
  const [nft, verifier] = [contracts.nft.address, contracts.verifier.address];
  const [{ contentHash }, owner] = await Promise.all([
    contracts.nft.read.leadOf([id]),
    contracts.nft.read.ownerOf([id]),
  ]);
  if (contentHash === zeroHash) {
    throw new LeadEngineError(
      "LEAD_ERASED",
      `The content of lead ${id} was erased permanently.`,
      "Nobody can read it any more.",
    );
  }
  if (!isAddressEqual(owner, address)) {
    throw new LeadEngineError(
      "NOT_OWNER",
      `Lead ${id} can be read by ${owner}, not by ${address}.`,
      "Use that account's wallet; a buyer can read a lead once it is delivered.",
    );
  }
  const [{ submission }, capsule, ciphertext, { secret }] = await Promise.all([
    attestationOf(trader, { verifier, leadId: id }),
    capsuleOf(trader, { nft, leadId: id }),
    findContent(trader, contentHash),
    deliveryKeyOfTrader(trader),
  ]);
  const { seller, nonce } = submission;
  const context = { chainId, nft, seller, nonce };
  return openLead({ capsule, ciphertext, contentHash, context }, secret);
}

export const decryptLeadDefinition = defineAction({
  name: "decryptLead",
  title: "Read a lead",
  description:
    "Reads a lead that the wallet owns: the consumer's personal data, the exact answers, and where the lead comes from. Handle the result as personal data.",
  parameters,
  result,
  readOnly: true,
  run: decryptLead,
});
