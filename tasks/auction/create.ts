import { createAuction } from "../../deploy/sdk/actions/auction/createAuction.ts";
import { MAX_PREMIUM_BPS } from "../../deploy/sdk/actions/lead/quoteLead.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";
import { auctionFacts } from "./auctionFacts.ts";

interface CreateArguments extends WritingOptions {
  readonly leadId: bigint;
  readonly reserve: string | undefined;
  readonly premiumBps: string | undefined;
  readonly instant: boolean;
  readonly acceptFees: boolean;
}

export default writingAction<CreateArguments>(
  async ({ leadId, reserve, premiumBps, instant, acceptFees }, trader) => {
    const done = await createAuction(trader, {
      leadId,
      baseReserve: reserve === undefined ? undefined : parseAmount(reserve),
      qualityPremiumBps: premiumBps === undefined ? undefined : parsePremium(premiumBps),
      // Without the flag the terms of the last round stay.
      instantSale: instant ? true : undefined,
      acceptFees,
    });
    return { json: done, text: facts([...auctionFacts(done), ["transaction", done.txHash]]) };
  },
);

function parsePremium(text: string): number {
  const bps = /^\d{1,5}$/.test(text) ? Number(text) : Infinity;
  if (bps <= MAX_PREMIUM_BPS) return bps;
  throw new LeadEngineError(
    "INVALID_PREMIUM",
    "--premium-bps is out of bounds.",
    `Give a whole number of basis points from 0 to ${MAX_PREMIUM_BPS}: 500 is 5 %.`,
  );
}
