import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import {
  Phase,
  phaseName,
  RevealFault,
  RevealOutcome,
  revealFaultName,
  revealOutcomeName,
  type RevealFaultName,
  type RevealOutcomeName,
} from "../../codes/enums.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { auctionOf, auctionRound, requirePhase } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { address, leadId, sent, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { openSealedBids, unopenedBid } from "./openSealedBids.ts";

/** Most bids of one transaction: about five million gas. */
const MAX_BIDS = 200;

const parameters = z.object({ leadId });

const result = auctionRound
  .pick({ leadId: true, round: true, phase: true, leader: true, leadingBid: true })
  .extend({
    opened: z.array(
      z.object({
        bidder: address,
        amount: usdc,
        outcome: z
          .enum(Object.keys(RevealOutcome) as RevealOutcomeName[])
          .describe("How the bid stood when it was opened"),
      }),
    ),
    skipped: z
      .array(
        z.object({
          bidder: address,
          fault: z.enum(Object.keys(RevealFault) as RevealFaultName[]).describe("Why"),
        }),
      )
      .describe("Bids that the house did not take; they can be tried again"),
    faults: z.array(unopenedBid).describe("Bids that only others can open"),
    left: z.number().int().describe("Bids that did not fit into the transaction: call again"),
  })
  .extend(sent.shape);

/**
 * Opens all timelocked bids of a lead's round in one transaction. Anyone.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`, `TOO_EARLY`, `BEACON_SILENT`; `NOTHING_TO_REVEAL`: no bid opens by itself.
 */
export async function revealBids(
  trader: Trader,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { house } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Reveal, "revealing");
  const { round } = auction;
  const { openings, faults } = await openSealedBids(trader, { leadId, round });
  if (openings.length === 0) throw nothingToReveal(leadId, auction.pendingCommitments);
  const chosen = openings.slice(0, MAX_BIDS);

  const { logs, ...receipt } = await send(trader, {
    to: house.address,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "revealBids",
      args: [leadId, chosen],
    }),
    what: "Revealing all bids",
  });
  const { abi } = house;
  const revealed = parseEventLogs({ abi, eventName: "BidRevealed", logs });
  const skipped = parseEventLogs({ abi, eventName: "RevealSkipped", logs });
  const after = await auctionOf(trader, leadId);
  return {
    leadId,
    round,
    opened: revealed.map(({ args: { bidder, amount, outcome } }) => ({
      bidder,
      amount,
      outcome: revealOutcomeName(outcome),
    })),
    skipped: skipped.map(({ args: { bidder, fault } }) => ({
      bidder,
      fault: revealFaultName(fault),
    })),
    faults,
    left: openings.length - chosen.length,
    phase: phaseName(after.phase),
    leader: after.leadingBid === 0n ? null : after.leader,
    leadingBid: after.leadingBid === 0n ? null : after.leadingBid,
    ...receiptOf({ logs, ...receipt }),
  };
}

function nothingToReveal(leadId: bigint, pending: number): LeadEngineError {
  return new LeadEngineError(
    "NOTHING_TO_REVEAL",
    `None of the ${pending} sealed bids on lead ${leadId} opens by itself.`,
    `Their bidders can open them: \`revealBid({ leadId: ${leadId} })\`.`,
  );
}

export const revealBidsDefinition = defineAction({
  name: "revealBids",
  title: "Reveal all timelocked bids",
  description:
    "Opens in one transaction all bids of a lead's auction that a drand round opens, for anyone, from seconds after the commit phase on. Bids that were sealed otherwise stay closed.",
  parameters,
  result,
  readOnly: false,
  run: revealBids,
});
