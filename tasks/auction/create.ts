import { encodeFunctionData, isAddressEqual } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { parseAmount } from "../client/amount.ts";
import { auctionFacts, auctionJson, auctionOf } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { requireAcceptedFees } from "../lead/acceptedFees.ts";
import { requireDeliveryBond } from "../lead/deliveryBond.ts";
import { attestationOf } from "../protocol/attestationOf.ts";
import type { AuctionTerms } from "../protocol/leadSubmission.ts";
import { CLOSE_UNSOLD, makeCall } from "./settle.ts";
import { tradeOf } from "./trade.ts";

interface CreateArguments extends TraderOptions {
  readonly leadId: bigint;
  readonly reserve: string | undefined;
  readonly premiumBps: string | undefined;
  readonly acceptFees: boolean;
}

const MAX_PREMIUM_BPS = 10_000;

export default traderAction<CreateArguments>(async ({ leadId, ...args }, trader) => {
  const changes = changesOf(args);
  const { contracts, address } = trader;
  const lead = await contracts.nft.read.leadOf([leadId]);
  if (!isAddressEqual(lead.seller, address)) {
    throw new TaskError(
      `Lead ${leadId} can be listed by its seller ${lead.seller} only, not by ${address}.`,
      "Repeat the task with the seller's wallet: `--account`.",
    );
  }
  const { state, says, next } = await tradeOf(trader, leadId);
  if (state !== "unlisted" && state !== "returned" && state !== "unsold") {
    throw new TaskError(says, next);
  }
  const fees = await contracts.house.read.feeConfig();
  const terms = {
    ...(await lastTermsOf(trader, leadId)),
    ...changes,
    ...(args.acceptFees
      ? { maxFeeBps: fees.feeBps, maxConvenienceFee: fees.convenienceFee }
      : undefined),
  };
  requireAcceptedFees(terms, fees, "Accept it: repeat the task with --accept-fees.");
  const freed = state === "unsold" ? (await auctionOf(trader, leadId)).deliveryBond : 0n;
  await requireDeliveryBond(trader, { ...lead, terms }, freed);
  if (state === "unsold") await makeCall(trader, leadId, CLOSE_UNSOLD);
  const { transactionHash: txHash, gasUsed } = await createAuction(trader, leadId, terms);
  const auction = await auctionOf(trader, leadId);
  return {
    json: { ...auctionJson(leadId, auction), terms, txHash, gasUsed },
    text: facts([...auctionFacts(leadId, auction), ["transaction", txHash]]),
  };
});

function changesOf({
  reserve,
  premiumBps,
}: Pick<CreateArguments, "reserve" | "premiumBps">): Partial<AuctionTerms> {
  return {
    ...(reserve === undefined ? {} : { baseReserve: parseAmount(reserve) }),
    ...(premiumBps === undefined ? {} : { qualityPremiumBps: parsePremium(premiumBps) }),
  };
}

function parsePremium(text: string): number {
  const bps = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (bps <= MAX_PREMIUM_BPS) return bps;
  throw new TaskError(
    "--premium-bps is out of bounds.",
    `Give a whole number of basis points from 0 to ${MAX_PREMIUM_BPS}: 500 is 5 %.`,
  );
}

/** The terms of a lead's last round; of one that was never listed, those that its seller submitted it with. */
async function lastTermsOf(trader: Trader, leadId: bigint): Promise<AuctionTerms> {
  const { house, verifier } = trader.contracts;
  const rounds = await house.getEvents.AuctionCreated({ leadId }, { fromBlock: 0n });
  const last = rounds.at(-1)?.args.terms;
  if (last !== undefined) return last;
  return (await attestationOf({ ...trader, verifier }, leadId)).submission.terms;
}

function createAuction(trader: Trader, leadId: bigint, terms: AuctionTerms) {
  const { house } = trader.contracts;
  return send(trader, {
    to: house,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "createAuction",
      args: [leadId, terms],
    }),
    what: "Listing the lead",
  });
}
