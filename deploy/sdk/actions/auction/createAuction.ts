import { encodeFunctionData, isAddressEqual, type Hex } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import type { AuctionTerms } from "../../lead/leadSubmission.ts";
import { lastEvents } from "../../pastEvents.ts";
import { defineAction } from "../definition.ts";
import { attestationOf, historyOfLead } from "../lead/leadEvents.ts";
import {
  premium,
  requireAcceptedFees,
  requireDeliveryBond,
  signedTerms,
} from "../lead/quoteLead.ts";
import { amount, leadId, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { auctionJson, auctionOf, auctionRound } from "./auction.ts";
import { closeUnsold } from "./settleAuction.ts";
import { tradeOf } from "./trade.ts";

const parameters = z.object({
  leadId,
  baseReserve: amount
    .optional()
    .describe("Another base reserve, USDC units; the market's multiplier comes on top"),
  qualityPremiumBps: premium
    .optional()
    .describe("Another quality premium: basis points of the base at a perfect score"),
  instantSale: z
    .boolean()
    .optional()
    .describe("Whether the first bounty's offer ends the commit phase"),
  acceptFees: z.boolean().optional().describe("Accept the current fees if the terms accept less"),
});

const result = auctionRound.extend({ terms: signedTerms }).extend(sent.shape);

/**
 * Lists a lead that is with its seller, on the terms of its last round unless the parameters say otherwise. First closes an unsold round
 * that nobody has closed, in a transaction of its own, once the listing's checks have passed.
 * @throws {LeadEngineError} `NOT_SELLER`, `NOT_LISTABLE`, `FEES_NOT_ACCEPTED`; `INSUFFICIENT_FREE`: the delivery bond is not covered.
 */
export async function createAuction(
  trader: Trader,
  { leadId, acceptFees = false, ...changes }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { contracts, address } = trader;
  const { house } = contracts;
  const lead = await contracts.nft.read.leadOf([leadId]);
  if (!isAddressEqual(lead.seller, address)) {
    throw new LeadEngineError(
      "NOT_SELLER",
      `Lead ${leadId} can be listed by its seller ${lead.seller} only, not by ${address}.`,
      "Use the seller's wallet.",
    );
  }
  const { state, says, next } = await tradeOf(trader, leadId);
  if (state !== "unlisted" && state !== "returned" && state !== "unsold") {
    throw new LeadEngineError("NOT_LISTABLE", says, next);
  }
  const fees = await house.read.feeConfig();
  const last = await lastTermsOf(trader, leadId);
  const terms: AuctionTerms = {
    baseReserve: changes.baseReserve ?? last.baseReserve,
    qualityPremiumBps: changes.qualityPremiumBps ?? last.qualityPremiumBps,
    maxFeeBps: acceptFees ? fees.feeBps : last.maxFeeBps,
    maxConvenienceFee: acceptFees ? fees.convenienceFee : last.maxConvenienceFee,
    instantSale: changes.instantSale ?? last.instantSale,
  };
  requireAcceptedFees(
    terms,
    fees,
    `Accept them, together with your other parameters: \`createAuction({ leadId: ${leadId}, acceptFees: true })\`.`,
  );
  const freed = state === "unsold" ? (await auctionOf(trader, leadId)).deliveryBond : 0n;
  const deliveryBond = await requireDeliveryBond(trader, { ...lead, terms }, freed);
  if (state === "unsold") {
    await requireNewBusiness(trader, lead);
    await closeUnsold(trader, leadId, "the listing");
  }
  const receipt = await send(trader, {
    to: house.address,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "createAuction",
      args: [leadId, terms],
    }),
    what: "Listing the lead",
    amounts: { deliveryBond },
  });
  const auction = await auctionOf(trader, leadId);
  return { ...auctionJson(leadId, auction), terms, ...receiptOf(receipt) };
}

/** The terms of a lead's last round; if it was never listed, those of its submission. */
export async function lastTermsOf(trader: Trader, leadId: bigint): Promise<AuctionTerms> {
  const { house, verifier } = trader.contracts;
  const rounds = await lastEvents(await historyOfLead(trader, leadId), (range) =>
    house.getEvents.AuctionCreated({ leadId }, range),
  );
  const last = rounds.at(-1)?.args.terms;
  if (last !== undefined) return last;
  const { submission } = await attestationOf(trader, { verifier: verifier.address, leadId });
  return submission.terms;
}

/**
 * Asks gate and vault what the house asks them when it lists a lead: whether the seller is cleared, and whether new business is open. The
 * listing itself cannot be tried before its last round is closed.
 */
async function requireNewBusiness(
  { contracts, address }: Trader,
  { vertical, region }: { readonly vertical: Hex; readonly region: Hex },
): Promise<void> {
  const { house, gate, vault } = contracts;
  const asHouse = { account: house.address, blockTag: "pending" } as const;
  await gate.simulate.requireSeller([address, vertical, region], asHouse);
  await vault.simulate.lock([address, 0n], asHouse);
}

export const createAuctionDefinition = defineAction({
  name: "createAuction",
  title: "List a lead",
  description:
    "Opens an auction of a lead that is with its seller: never listed, or back from a round without a sale. Locks the seller's delivery bond. The terms are those of the last round, unless others are given.",
  parameters,
  result,
  readOnly: false,
  run: createAuction,
});
