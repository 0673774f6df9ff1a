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
import type { Opening } from "../../bid/sealedBid.ts";
import { auctionOf, auctionRound, requirePhase } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { address, hex, leadId, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { askedOfDon, openByDon, type AskedOfDon } from "./openByDon.ts";
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
    byDon: z
      .array(askedOfDon)
      .describe("Bids that are sealed to the DON's enclave, if it was asked and has answered"),
    left: z.number().int().describe("Bids that did not fit into the transaction: call again"),
    txHash: hex
      .nullable()
      .describe("Hash of the transaction; null if no timelocked bid needed one"),
    gasUsed: z.bigint().describe("Gas of the whole transaction; 0 without one"),
  });

/**
 * Opens all bids of a lead's round that open without their bidders: asks the DON, if one is known, for those sealed to its enclave, and reveals
 * the timelocked ones in one transaction. Anyone.
 * @throws {LeadEngineError} `NEVER_LISTED`, `WRONG_PHASE`, `TOO_EARLY`, `BEACON_SILENT`; `NOTHING_TO_REVEAL`: no bid opens by itself;
 * `NOT_OPENED`, `SERVICE_FAILED`: the DON would have to, and does not.
 */
export function revealBids(
  trader: Trader,
  { leadId }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  return revealOpened(trader, leadId);
}

/**
 * The same, for whoever has opened the timelocked bids a moment ago: to open one takes as long as to read the chain.
 * @param found what `openSealedBids` said; of another round it does not count.
 */
export async function revealOpened(
  trader: Trader,
  leadId: bigint,
  found?: Awaited<ReturnType<typeof openSealedBids>>,
): Promise<z.output<typeof result>> {
  const { house } = trader.contracts;
  const auction = await auctionOf(trader, leadId);
  await requirePhase(trader, leadId, auction, Phase.Reveal, "revealing");
  const { round } = auction;
  const don = await askDon(trader, leadId, round);
  const { openings, faults } =
    found?.round === round ? found : await openSealedBids(trader, { leadId, round });
  const isAnyOpen = don.asked.some(({ code }) => code === "REPORTED");
  if (openings.length === 0 && !isAnyOpen) {
    const sealedToDon = faults.filter(({ reason }) => reason === "ForEnclave").length;
    const isUnknown = sealedToDon > 0 && trader.services.find("don") === undefined;
    throw don.refusal ?? (isUnknown ? donUnknown(leadId, sealedToDon) : nothingToReveal(leadId));
  }
  const chosen = openings.slice(0, MAX_BIDS);
  const receipt = chosen.length === 0 ? undefined : await sendAll(trader, leadId, chosen);
  const logs = receipt?.logs ?? [];
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
    byDon: don.asked,
    left: openings.length - chosen.length,
    phase: phaseName(after.phase),
    leader: after.leadingBid === 0n ? null : after.leader,
    leadingBid: after.leadingBid === 0n ? null : after.leadingBid,
    ...(receipt === undefined ? { txHash: null, gasUsed: 0n } : receiptOf(receipt)),
  };
}

/** What the DON answers, or why it does not; its silence keeps no other bid closed. */
async function askDon(
  trader: Trader,
  leadId: bigint,
  round: number,
): Promise<{ readonly asked: AskedOfDon[]; readonly refusal?: LeadEngineError }> {
  if (trader.services.find("don") === undefined) return { asked: [] };
  try {
    return { asked: await openByDon(trader, leadId, round) };
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    trader.note(error.says);
    return { asked: [], refusal: error };
  }
}

async function sendAll(trader: Trader, leadId: bigint, openings: readonly Opening[]) {
  const { house } = trader.contracts;
  return send(trader, {
    to: house.address,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "revealBids",
      args: [leadId, openings],
    }),
    what: "Revealing all bids",
  });
}

function donUnknown(leadId: bigint, count: number): LeadEngineError {
  return new LeadEngineError(
    "NOTHING_TO_REVEAL",
    `The DON's enclave opens ${count} of the sealed bids on lead ${leadId}, and no DON is known here.`,
    `Name it with \`services.don\`, or have their bidders open them: \`revealBid({ leadId: ${leadId} })\`.`,
  );
}

function nothingToReveal(leadId: bigint): LeadEngineError {
  return new LeadEngineError(
    "NOTHING_TO_REVEAL",
    `None of the sealed bids on lead ${leadId} opens by itself.`,
    `Their bidders can open them: \`revealBid({ leadId: ${leadId} })\`.`,
  );
}

export const revealBidsDefinition = defineAction({
  name: "revealBids",
  title: "Reveal all bids that open by themselves",
  description:
    "Opens in one transaction all bids of a lead's auction that a drand round opens, for anyone, from seconds after the commit phase on, and asks the DON to open those that are sealed to its enclave. Bids that only their bidders can open stay closed.",
  parameters,
  result,
  readOnly: false,
  run: revealBids,
});
