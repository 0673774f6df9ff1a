import type { Hex } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import type { KeeperAction } from "../../report/keeperReport.ts";
import { closedBounty, closeExpiredBounties } from "../bounty/closeExpiredBounties.ts";
import { defineAction } from "../definition.ts";
import { failure, failureOf } from "../failure.ts";
import { usdc } from "../schemas.ts";
import { spending, spendingOn } from "../send.ts";
import { actionJson, dueAction, findWork, sight, type Finder } from "./dueWork.ts";
import { madeMatch, matchBest } from "./keepBounties.ts";
import { openBids, openedBids } from "./openBids.ts";
import { performActions } from "./performActions.ts";

/** Most times that one call looks for work: what is done can make more due. */
const MAX_LOOKS = 10;

const parameters = z.object({});

const result = z
  .object({
    opened: z.array(openedBids).describe("Bids that opened by themselves, by lead"),
    matched: z.array(madeMatch).describe("Leads that were matched with the best bounty"),
    closedBounties: z.array(closedBounty).describe("Bounties that had expired"),
    actions: z.array(dueAction).describe("What the keeper's contract was asked to do"),
    skipped: z.number().int().describe("Of these, those that somebody else had done before"),
    tips: usdc.describe(
      "What the caller earned from forfeited bonds, free in the vault; USDC units",
    ),
    transactions: z.number().int().describe("How many transactions were sent"),
    failures: z.array(failure),
  })
  .extend(spending.shape)
  .extend(sight.shape);

/** What was done so far. */
interface Work {
  readonly opened: z.output<typeof openedBids>[];
  readonly matched: z.output<typeof madeMatch>[];
  readonly closedBounties: z.output<typeof closedBounty>[];
  readonly actions: KeeperAction[];
  skipped: number;
  tips: bigint;
  readonly hashes: Hex[];
  readonly failures: z.output<typeof failure>[];
}

/**
 * Does all that is due in the auctions: matches leads with bounties, opens the bids that open by themselves, then has the keeper's contract do the rest, in batches that
 * it has tried before. Looks again until nothing is due. What fails is in `failures` and stops nothing else.
 * @throws {LeadEngineError} `WRONG_SUBGRAPH`; an error of the node that leaves it without any work.
 */
export async function keepAuctions(trader: Trader): Promise<z.output<typeof result>> {
  const work: Work = {
    ...{ opened: [], matched: [], closedBounties: [], actions: [] },
    ...{ skipped: 0, tips: 0n, hashes: [], failures: [] },
  };
  let seen: z.output<typeof sight> = { indexedBlock: null, unseen: [] };
  for (let looks = 0; looks < MAX_LOOKS && work.failures.length === 0; looks++) {
    const before = work.hashes.length;
    const { batches, revealing, sight, ...found } = await findWork(trader);
    seen = sight;
    await keepBountiesInto(work, trader, found);
    for (const leadId of revealing) await openInto(work, trader, leadId);
    try {
      for await (const batch of batches()) await performInto(work, trader, batch);
    } catch (error) {
      work.failures.push(failureOf(trader, null, error));
    }
    if (work.hashes.length === before) break;
  }
  const { hashes, actions, ...done } = work;
  return {
    ...done,
    actions: actions.map(actionJson),
    transactions: hashes.length,
    ...(await spendingOn(trader, hashes)),
    ...seen,
  };
}

/** Matches leads in their commit phase with bounties, and closes the bounties that have expired. */
async function keepBountiesInto(
  work: Work,
  trader: Trader,
  { committing, bounties }: Pick<Finder, "committing" | "bounties">,
): Promise<void> {
  for (const leadId of bounties.match ? committing : []) {
    try {
      const made = await matchBest(trader, leadId);
      if (made === undefined) continue;
      work.matched.push(made);
      work.hashes.push(made.txHash);
    } catch (error) {
      work.failures.push(failureOf(trader, leadId, error));
    }
  }
  if (!bounties.close) return;
  try {
    const { closed } = await closeExpiredBounties(trader, {});
    work.closedBounties.push(...closed);
    work.hashes.push(...closed.map(({ txHash }) => txHash));
  } catch (error) {
    work.failures.push(failureOf(trader, null, error));
  }
}

async function openInto(work: Work, trader: Trader, leadId: bigint): Promise<void> {
  try {
    const opened = await openBids(trader, leadId);
    if (opened === undefined) return;
    work.opened.push(opened);
    if (opened.txHash !== null) work.hashes.push(opened.txHash);
  } catch (error) {
    work.failures.push(failureOf(trader, leadId, error));
  }
}

async function performInto(
  work: Work,
  trader: Trader,
  batch: readonly KeeperAction[],
): Promise<void> {
  const { txHash, skipped, tips } = await performActions(trader, batch);
  work.hashes.push(txHash);
  work.actions.push(...batch);
  work.skipped += skipped;
  work.tips += tips;
}

export const keepAuctionsDefinition = defineAction({
  name: "keepAuctions",
  title: "Keep the auctions",
  description:
    "Does all that is due in the auctions, for anyone: matches leads with the best bounties, opens the bids that open by themselves (timelocked, or sealed to the DON), closes unsold rounds and expired bounties, refunds, decides ties, frees bonds and beaten tied bids, proves the reserves. The caller gets the tips of bounties and forfeited bonds.",
  parameters,
  result,
  readOnly: false,
  run: keepAuctions,
});
