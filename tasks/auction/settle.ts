import { encodeFunctionData } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { auctionOf, type Auction } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { phaseName } from "../protocol/phase.ts";
import { bidsOf } from "./bids.ts";
import { leadStepsOf, tieBreakOf } from "./leadStanding.ts";
import { stepFacts } from "./steps.ts";
import { tieStateOf } from "./tie.ts";

interface SettleArguments extends TraderOptions {
  readonly leadId: bigint;
}

/** A call that brings an auction on, whoever makes it. */
interface DueCall {
  readonly functionName: "requestTieBreak" | "resolveTie" | "voidAuction" | "closeUnsold";
  readonly what: string;
  readonly done: string;
}

export default traderAction<SettleArguments>(async ({ leadId }, trader) => {
  const auction = await auctionOf(trader, leadId);
  // Bids are asked for first: where that is refused, nothing is sent. No call below changes who has bid.
  const bids = await bidsOf(trader, leadId);
  const due = await dueCall(trader, leadId, auction);
  const receipt = due && (await makeCall(trader, leadId, due));
  const after = await auctionOf(trader, leadId);
  const { steps, now } = await leadStepsOf(trader, leadId, bids);
  const phase = phaseName(after.phase);
  return {
    json: {
      leadId,
      round: after.round,
      done: due?.functionName ?? null,
      phase,
      closed: after.closed,
      waitsFor: steps,
      ...(receipt === undefined
        ? {}
        : { txHash: receipt.transactionHash, gasUsed: receipt.gasUsed }),
    },
    text: [
      facts([
        ["lead", `${leadId}, round ${after.round}`],
        ["done", due?.done ?? "nothing: nothing is due"],
        ["phase", phase],
        ...(receipt === undefined ? [] : [["transaction", receipt.transactionHash] as const]),
      ]),
      stepFacts(steps, now),
    ].join("\n"),
  };
});

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

/** Closes an unsold round: the seller's bond is free. */
export const CLOSE_UNSOLD: DueCall = {
  functionName: "closeUnsold",
  what: "Closing the unsold round",
  done: "closed unsold: the seller's bond is free",
};

const TIE_CALLS = {
  request: {
    functionName: "requestTieBreak",
    what: "Asking for the random word",
    done: "asked Chainlink VRF for the random word; it takes some blocks",
  },
  resolve: {
    functionName: "resolveTie",
    what: "Resolving the tie",
    done: "resolved the tie by the random word",
  },
  resolveByTimeout: {
    functionName: "resolveTie",
    what: "Resolving the tie",
    done: "resolved the tie by time-out: the first revealed bid wins",
  },
  void: {
    functionName: "voidAuction",
    what: "Voiding the auction",
    done: "voided: all money is free",
  },
} as const satisfies Readonly<Record<string, DueCall>>;

/** Makes a call that is due. */
export function makeCall(trader: Trader, leadId: bigint, { functionName, what }: DueCall) {
  const { house } = trader.contracts;
  const data = encodeFunctionData({ abi: house.abi, functionName, args: [leadId] });
  return send(trader, { to: house, data, what });
}
