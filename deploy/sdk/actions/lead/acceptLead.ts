import { zeroHash } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { signWith } from "../../crypto/typedDataSigner.ts";
import { acceptanceTypedData } from "../../delivery/delivery.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { defineAction } from "../definition.ts";
import { registeredDeliveryKey } from "../deliveryKeys.ts";
import { address, hex, leadId, time } from "../schemas.ts";

/** How long an acceptance counts unless its receiver says otherwise, seconds. */
const VALIDITY = 3_600;

/** What a receiver signs, and its owner needs to hand a lead over. */
export const acceptance = z.object({
  leadId,
  to: address.describe("Who agreed to receive the lead"),
  capsuleHash: hex.describe("The lead's capsule then: the acceptance ends when it moves"),
  deadline: time.describe("Last moment at which it is valid, Unix seconds"),
  signature: hex.describe("The receiver's signature"),
});

const parameters = z.object({
  leadId,
  validFor: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("How long the acceptance is valid, seconds; an hour if absent"),
});

/**
 * Agrees to receive a lead outside a sale: signs what its owner hands over to `deliverLeadTo`. Registers the account's delivery key if it has
 * none; costs no gas otherwise.
 * @throws {LeadEngineError} `LEAD_ERASED`: nothing is left to receive.
 */
export async function acceptLead(
  trader: Trader,
  { leadId: id, validFor = VALIDITY }: z.input<typeof parameters>,
): Promise<z.output<typeof acceptance>> {
  const { address: to, chainId, contracts, wallet } = trader;
  const { nft } = contracts;
  const { capsuleHash } = await nft.read.leadOf([id]);
  if (capsuleHash === zeroHash) {
    throw new LeadEngineError(
      "LEAD_ERASED",
      `The content of lead ${id} was erased permanently.`,
      "Nobody can receive it any more.",
    );
  }
  await registeredDeliveryKey(trader, "the acceptance");
  const deadline = (await trader.now()) + validFor;
  const message = { leadId: id, to, capsuleHash, deadline: BigInt(deadline) };
  const signature = await signWith(
    wallet,
    acceptanceTypedData(message, { chainId, nft: nft.address }),
  );
  return { leadId: id, to, capsuleHash, deadline, signature };
}

export const acceptLeadDefinition = defineAction({
  name: "acceptLead",
  title: "Accept a lead",
  description:
    "Signs the agreement to receive a lead outside a sale; its owner needs it for `deliverLeadTo`. The account must be cleared to receive the lead.",
  parameters,
  result: acceptance,
  readOnly: false,
  run: acceptLead,
});
