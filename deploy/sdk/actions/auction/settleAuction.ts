import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { phaseName } from "../../codes/enums.ts";
import { bidsOf } from "../bid/getBids.ts";
import { defineAction } from "../definition.ts";
import { leadId, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { auctionOf, auctionRound, type Auction } from "./auction.ts";
import { leadStepsOf } from "./leadStanding.ts";
import { waiting } from "./steps.ts";
import { tieBreakOf, tieStateOf, type TieStep } from "./tie.ts";

const CALLS = ["requestTieBreak", "resolveTie", "voidAuction", "closeUnsold"] as const;

const parameters = z.object({ leadId });

const result = auctionRound
  .pick({ leadId: true, round: true, phase: true, closed: true })
  .extend({
    done: z.enum(CALLS).nullable().describe("The call that was made; null if none is due"),
    says: z.string().describe("What was done, for people"),
  })
  .extend(waiting.shape)
  .extend(sent.partial().shape);

/** A call that moves an auction forward; anyone may make it. */
interface DueCall {
  readonly functionName: (typeof CALLS)[number];
  readonly what: string;
  readonly says: string;
}

const CLOSE_UNSOLD: DueCall = {
  functionName: "closeUnsold",
  what: "Closing the unsold round",
  says: "closed unsold: the seller's bond is free",
};

const TIE_CALLS: Readonly<Record<Exclude<TieStep, "await">, DueCall>> = {
  request: {
    functionName: "requestTieBreak",
    what: "Asking for the random word",
    says: "asked Chainlink VRF for the random word; it takes some blocks",
  },
  resolve: {
    functionName: "resolveTie",
    what: "Resolving the tie",
    says: "resolved the tie by the random word",
  },
  resolveByTimeout: {
    functionName: "resolveTie",
    what: "Resolving the tie",
    says: "resolved the tie by time-out: the first revealed bid wins",
  },
  void: {
    functionName: "voidAuction",
    what: "Voiding the auction",
    says: "voided: all money is free",
  },
};

/** Does what is due in an auction, and says what the lead waits for next. @throws {LeadEngineError} `NEVER_LISTED`. */
export async function settleAuction(
  trader: Trader,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const auction = await auctionOf(trader, leadId);
  // Reads the bids first: if that fails, nothing is sent. No call below changes who has bid.
  const bids = await bidsOf(trader, leadId);
  const due = await dueCall(trader, leadId, auction);
  const receipt = due && (await makeCall(trader, leadId, due));
  const { round, phase, closed } = await auctionOf(trader, leadId);
  const { steps, now } = await leadStepsOf(trader, leadId, bids);
  return {
    leadId,
    round,
    done: due?.functionName ?? null,
    says: due?.says ?? "nothing: nothing is due",
    phase: phaseName(phase),
    closed,
    waitsFor: steps,
    now,
    ...(receipt === undefined ? {} : receiptOf(receipt)),
  };
}

/** Closes an unsold round: the seller's bond is free. */
export async function closeUnsold(trader: Trader, leadId: bigint, then: string): Promise<void> {
  await makeCall(trader, leadId, CLOSE_UNSOLD, then);
}

/** The call that is due now; undefined while others have to act, or when all is over. */
async function dueCall(
  trader: Trader,
  leadId: bigint,
  { phase, closed, round, revealEnd }: Auction,
): Promise<DueCall | undefined> {
  switch (phaseName(phase)) {
    case "Unsold":
      return closed ? undefined : CLOSE_UNSOLD;
    case "TieBreak": {
      const tieBreak = await tieBreakOf(trader, leadId, round);
      const { step } = tieStateOf(tieBreak, revealEnd, await trader.now());
      return step === "await" ? undefined : TIE_CALLS[step];
    }
    default:
      return undefined;
  }
}

function makeCall(trader: Trader, leadId: bigint, { functionName, what }: DueCall, then?: string) {
  const { house } = trader.contracts;
  const data = encodeFunctionData({ abi: house.abi, functionName, args: [leadId] });
  return send(trader, { to: house.address, data, what, then });
}

export const settleAuctionDefinition = defineAction({
  name: "settleAuction",
  title: "Settle an auction",
  description:
    "Does what is due in an auction: asks for the random word of a tie, resolves or voids the tie, closes an unsold round. Anyone can do it; sends nothing if nothing is due.",
  parameters,
  result,
  readOnly: false,
  run: settleAuction,
});
