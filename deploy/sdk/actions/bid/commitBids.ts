import { encodeFunctionData } from "viem";
import { call, estimateFeesPerGas, estimateGas } from "viem/actions";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { revertDataOf } from "../../errors/decodeRevert.ts";
import { defineAction } from "../definition.ts";
import { hasDeliveryKey, registeredDeliveryKey } from "../deliveryKeys.ts";
import { failure, failureOf } from "../failure.ts";
import { hex } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import {
  bidTerms,
  committedBid,
  opening as openingSchema,
  prepareBid,
  requireBonds,
  type PreparedBid,
  type ReadRound,
} from "./prepareBid.ts";

/** Most bids of one transaction: about five million gas. */
export const MAX_COMMITS = 50;

const parameters = z.object({
  bids: z
    .array(bidTerms)
    .min(1)
    .max(MAX_COMMITS)
    .refine((bids) => new Set(bids.map(({ leadId }) => leadId)).size === bids.length, {
      message: "name a lead twice",
    })
    .describe("What to bid on which lead"),
  opening: openingSchema,
  nonce: z
    .number()
    .int()
    .min(0)
    .optional()
    .describe(
      "Nonce of the transaction: the same again can never be mined twice; the next if absent",
    ),
});

const result = z.object({
  committed: z.array(committedBid),
  failures: z.array(failure).describe("Leads that were not bid on, and why"),
  txHash: hex.nullable().describe("Hash of the transaction; null if no bid was left to send"),
  gasUsed: z.bigint().describe("Gas of the whole transaction; 0 without one"),
});

/**
 * Commits sealed bids on many leads in one transaction, as `commitBid` does one. A lead that cannot be bid on is in `failures` and stops no
 * other.
 * @param read rounds of the leads that the caller has just read, by lead; the others are read.
 * @throws {LeadEngineError} `INSUFFICIENT_FREE`: the bonds are not covered, so nothing was sent.
 */
export async function commitBids(
  trader: Trader,
  { bids, opening = "timelock", nonce }: z.input<typeof parameters>,
  read: ReadonlyMap<bigint, ReadRound> = new Map(),
): Promise<z.output<typeof result>> {
  const failures: z.output<typeof failure>[] = [];
  const attempt = async (leadId: bigint, work: () => Promise<PreparedBid>) => {
    try {
      return [await work()];
    } catch (error) {
      failures.push(failureOf(trader, leadId, error));
      return [];
    }
  };
  const [attempts, fees, isReady] = await Promise.all([
    Promise.all(
      bids.map((bid) =>
        attempt(bid.leadId, () => prepareBid(trader, bid, opening, read.get(bid.leadId))),
      ),
    ),
    estimateFeesPerGas(trader.publicClient),
    hasDeliveryKey(trader),
  ]);
  const prepared = attempts.flat();
  if (prepared.length === 0) return { committed: [], failures, txHash: null, gasUsed: 0n };
  const together = await gasOf(trader, prepared);
  const accepted: PreparedBid[] = [];
  let gas = together;
  if (gas !== undefined && isReady) accepted.push(...prepared);
  else {
    // Why the house does not take them: the bonds, the key, or single bids.
    await requireBonds(trader, prepared);
    await registeredDeliveryKey(trader, "the bids");
    for (const bid of prepared) {
      accepted.push(...(await attempt(bid.sealed.leadId, () => tried(trader, bid))));
    }
    gas = await gasOf(trader, accepted);
  }
  if (accepted.length === 0) return { committed: [], failures, txHash: null, gasUsed: 0n };
  const receipt = await send(trader, {
    ...callOf(trader, accepted),
    ...(gas !== undefined && { gas, isTried: true }),
    fees,
    what: `Committing ${accepted.length} bids`,
    amounts: { bonds: accepted.reduce((sum, { committed }) => sum + committed.bidBond, 0n) },
    nonce,
  });
  return { committed: accepted.map(({ committed }) => committed), failures, ...receiptOf(receipt) };
}

/** Gas of all of these bids together; undefined where the house does not take them so. */
async function gasOf(trader: Trader, bids: readonly PreparedBid[]): Promise<bigint | undefined> {
  if (bids.length === 0) return undefined;
  const { address: account, publicClient } = trader;
  try {
    return await estimateGas(publicClient, {
      account,
      ...callOf(trader, bids),
      blockTag: "pending",
    });
  } catch (error) {
    if (revertDataOf(error) === undefined) throw error;
    return undefined;
  }
}

/** The bid, if the house takes it alone. @throws the chain's refusal. */
async function tried(trader: Trader, bid: PreparedBid): Promise<PreparedBid> {
  await tryCall(trader, [bid]);
  return bid;
}

async function tryCall(trader: Trader, bids: readonly PreparedBid[]): Promise<void> {
  const { address: account, publicClient } = trader;
  await call(publicClient, { account, ...callOf(trader, bids), blockTag: "pending" });
}

function callOf({ contracts }: Trader, bids: readonly PreparedBid[]) {
  const { abi, address: to } = contracts.house;
  const args = [bids.map(({ sealed }) => sealed)] as const;
  return { to, data: encodeFunctionData({ abi, functionName: "commitBids", args }) };
}

export const commitBidsDefinition = defineAction({
  name: "commitBids",
  title: "Commit sealed bids on many leads",
  description:
    "Bids on several leads in one transaction; see `commitBid`. A lead that cannot be bid on is named in `failures` and stops no other.",
  parameters,
  result,
  readOnly: false,
  run: commitBids,
});
