import { BaseError } from "viem";
import { z } from "zod";

import type { Client, Trader } from "../../client.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { bookOf, bountyId, stateOf } from "../bounty/bounty.ts";
import { matchBounty } from "../bounty/matchBounty.ts";
import { address, hex, leadId, usdc } from "../schemas.ts";

/** A lead that was matched with a bounty. */
export const madeMatch = z.object({
  leadId,
  bountyId,
  poster: address,
  offer: usdc.describe("What the bounty offers, USDC units"),
  tip: usdc.describe("What the caller gets once the lead is sold to the poster, USDC units"),
  txHash: hex,
});

/** What to expect where no bounty fits, or when somebody else was faster. */
const NOT_NOW = ["NO_MATCH", "WRONG_PHASE", "OVERTAKEN"];

/**
 * Matches a lead with the best bounty that exceeds its leading offer.
 * @returns undefined where none does.
 */
export async function matchBest(
  trader: Trader,
  id: bigint,
): Promise<z.output<typeof madeMatch> | undefined> {
  try {
    const made = await matchBounty(trader, { leadId: id });
    const { poster, offer, tip, txHash } = made;
    return { leadId: id, bountyId: made.bountyId, poster, offer, tip, txHash };
  } catch (error) {
    if (NOT_NOW.some((code) => hasCode(error, code))) return undefined;
    throw error;
  }
}

/** Whether there is something to do about bounties. */
export interface BountiesDue {
  /** Whether any may match a lead now. */
  readonly match: boolean;
  /** Whether any has expired and is not closed. */
  readonly close: boolean;
}

/** Asks about all bounties at once. @param unseen where to say that the node does not tell. */
export async function bountiesDue(
  client: Client,
  now: number,
  unseen: string[],
): Promise<BountiesDue> {
  try {
    const { bounties } = await bookOf(client);
    const states = [...bounties.values()].map((bounty) => stateOf(bounty, now));
    return { match: states.includes("open"), close: states.includes("expired") };
  } catch (error) {
    // A node may refuse to search all blocks.
    if (!(error instanceof BaseError)) throw error;
    unseen.push(`Bounties: ${error.shortMessage}`);
    return { match: false, close: false };
  }
}
