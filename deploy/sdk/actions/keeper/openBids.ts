import { call } from "viem/actions";
import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Opening } from "../../bid/sealedBid.ts";
import type { Trader } from "../../client.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { revertDataOf } from "../../errors/decodeRevert.ts";
import { auctionRound } from "../auction/auction.ts";
import { openSealedBids } from "../bid/openSealedBids.ts";
import { revealOpened } from "../bid/revealBids.ts";
import { hex } from "../schemas.ts";

/** Bids that were opened in one transaction. */
export const openedBids = auctionRound
  .pick({ leadId: true, round: true, phase: true, leader: true, leadingBid: true })
  .extend({
    bids: z.number().int().describe("How many bids it opened"),
    txHash: hex
      .nullable()
      .describe("Hash of the transaction; null where the DON opened them by its own"),
  });

/** What to expect while a round's time has not come, or when somebody else was faster. */
const NOT_NOW = ["TOO_EARLY", "WRONG_PHASE", "NOTHING_TO_REVEAL", "OVERTAKEN"];

/**
 * Opens the bids of a lead in its reveal phase that open by themselves, if any can be opened now. Sends nothing where the house would take
 * none, such as one that is not covered, so a bid cannot be used to spend the caller's gas again and again.
 * @returns undefined where nothing was opened.
 */
export async function openBids(
  trader: Trader,
  leadId: bigint,
): Promise<z.output<typeof openedBids> | undefined> {
  try {
    const found = await openSealedBids(trader, { leadId });
    const { openings, faults } = found;
    const isForDon =
      faults.some(({ reason }) => reason === "ForEnclave") &&
      trader.services.find("don") !== undefined;
    if (!isForDon && !(await isAnyTaken(trader, leadId, openings))) return undefined;
    const done = await revealOpened(trader, leadId, found);
    const { round, phase, leader, leadingBid, opened, byDon, txHash } = done;
    const bids = opened.length + byDon.filter(({ code }) => code === "REPORTED").length;
    return { leadId, round, phase, leader, leadingBid, bids, txHash };
  } catch (error) {
    if (NOT_NOW.some((code) => hasCode(error, code))) return undefined;
    throw error;
  }
}

/** Whether the house takes one of these openings now. */
async function isAnyTaken(
  { contracts, publicClient, address: account }: Trader,
  leadId: bigint,
  openings: readonly Opening[],
): Promise<boolean> {
  const { abi, address: to } = contracts.house;
  for (const opening of openings) {
    const data = encodeFunctionData({ abi, functionName: "revealBid", args: [leadId, opening] });
    try {
      await call(publicClient, { account, to, data, blockTag: "pending" });
      return true;
    } catch (error) {
      if (revertDataOf(error) === undefined) throw error;
    }
  }
  return false;
}
