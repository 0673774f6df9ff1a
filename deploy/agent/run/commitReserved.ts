import { getTransactionCount } from "viem/actions";

import { commitBids, MAX_COMMITS } from "../../sdk/actions/bid/commitBids.ts";
import { liveCommitment } from "../../sdk/actions/bid/prepareBid.ts";
import { bidsOf } from "../../sdk/actions/bid/getBids.ts";
import { isAddressEqual } from "viem";
import { explainError } from "../../sdk/errors/explainError.ts";
import { skip } from "../rules/skip.ts";
import type { StoredBid } from "../store/bidLedger.ts";
import { accountOf, type Agent } from "./agent.ts";
import type { ReadLead } from "./judgedLead.ts";

/** What was read of the chain right now, or noted of it before. */
export interface JustRead {
  /** Of the account's transaction. */
  readonly nonce: number;
  /** Leads that need not be read again. */
  readonly leads: readonly ReadLead[];
}

/** Failures that may pass: the bid is tried again until its commit phase is over. */
const PASSING = ["SERVICE_FAILED", "SUBGRAPH_FAILED", "OVERTAKEN"];

/**
 * Commits the bids whose money is set aside, several in a transaction. The nonce is noted before the transaction is sent: the same nonce is
 * never mined twice, so a bid that a crash left in doubt is either found on the chain or sent again with that nonce.
 * @param read what was read right now, where all bids without a nonce were decided about by it: then none is too late or in doubt.
 */
export async function commitReserved(
  agent: Agent,
  read?: JustRead,
): Promise<{ bids: number; troubles: string[] }> {
  const { trader, market } = agent;
  const account = accountOf(agent);
  const troubles: string[] = [];
  let bids = 0;
  const reserved = await market.bids.list(account, ["reserved"]);
  const isInDoubt = reserved.some(({ nonce }) => nonce !== null);
  const isToSettle = isInDoubt || (read === undefined && reserved.length > 0);
  if (isToSettle) bids += await settleInDoubt(agent);
  const left = isToSettle ? await market.bids.list(account, ["reserved"]) : reserved;
  const own = left.filter(({ rule }) => rule !== null);
  if (own.length === 0) return { bids, troubles };
  const mined = isInDoubt
    ? await getTransactionCount(trader.publicClient, { address: account })
    : 0;
  // First what may have been sent already, in the order of the nonces; then the rest.
  const inDoubt = own.filter(({ nonce }) => nonce !== null && nonce >= mined);
  const fresh = own.filter((bid) => !inDoubt.includes(bid));
  const nonces = [...new Set(inDoubt.map(({ nonce }) => nonce as number))].sort((a, b) => a - b);
  try {
    for (const nonce of nonces) {
      const group = inDoubt.filter((bid) => bid.nonce === nonce);
      bids += await commitGroup(agent, group, { nonce, leads: [] }, troubles);
    }
    for (let start = 0; start < fresh.length; start += MAX_COMMITS) {
      const group = fresh.slice(start, start + MAX_COMMITS);
      // What was in doubt has taken its own meanwhile.
      const known = start === 0 && nonces.length === 0 ? read : undefined;
      const next = known ?? { nonce: await nextNonce(agent), leads: [] };
      const claimed = await market.bids.assignNonce(group, next.nonce);
      if (claimed.length > 0) bids += await commitGroup(agent, claimed, next, troubles);
    }
  } catch (error) {
    const explained = explainError(error, trader.describe);
    if (explained === undefined) throw error;
    troubles.push(explained.says);
  }
  return { bids, troubles };
}

/** The nonce of the account's next transaction. */
export function nextNonce({ trader: { publicClient, address } }: Agent): Promise<number> {
  return getTransactionCount(publicClient, { address, blockTag: "pending" });
}

/** Finds on the chain what a crash left in doubt, and gives up what is too late. Returns how many were found. */
async function settleInDoubt({ trader, market }: Agent): Promise<number> {
  const now = await trader.now();
  let found = 0;
  for (const bid of await market.bids.list(trader.address, ["reserved"])) {
    const isOver = now >= bid.commitEnd;
    if (bid.nonce === null && !isOver) continue;
    if (await isOnChain(trader, bid, isOver)) {
      await market.bids.settle(bid.id, "committed");
      found++;
    } else if (isOver) {
      await market.transaction(async (inside) => {
        await inside.bids.settle(bid.id, "released");
        if (bid.rule !== null) await inside.leads.revoke(bid, skip("TOO_LATE"));
      });
    }
  }
  return found;
}

/** Whether the chain has the bid. A commitment that was opened is gone: events tell then. */
async function isOnChain(
  trader: Agent["trader"],
  bid: StoredBid,
  isOver: boolean,
): Promise<boolean> {
  const { leadId, round } = bid;
  if ((await liveCommitment(trader, leadId, bid)) !== undefined) return true;
  if (!isOver) return false;
  const all = await bidsOf(trader, leadId);
  return all.some(
    (one) =>
      one.round === round && isAddressEqual(one.bidder, bid.account) && one.status !== "Withdrawn",
  );
}

async function commitGroup(
  { trader, market }: Agent,
  group: readonly StoredBid[],
  { nonce, leads }: JustRead,
  troubles: string[],
): Promise<number> {
  const bids = group.map(({ leadId, amount }) => ({ leadId, amount }));
  const { committed, failures, txHash } = await commitBids(
    trader,
    { bids, nonce },
    new Map(leads.map((lead) => [lead.leadId, lead])),
  );
  const refused = failures.filter(({ code }) => !PASSING.includes(code));
  const there: bigint[] = [];
  for (const bid of group) {
    // Another worker may have committed it meanwhile, and its time be over for this one.
    const isRefused = refused.some(({ leadId }) => leadId === bid.leadId);
    if (isRefused && (await isOnChain(trader, bid, true))) there.push(bid.leadId);
  }
  await market.transaction(async (inside) => {
    for (const bid of group) {
      const failed = failures.find(({ leadId }) => leadId === bid.leadId);
      if (failed === undefined || there.includes(bid.leadId)) {
        await inside.bids.settle(bid.id, "committed", txHash ?? undefined);
      } else if (refused.includes(failed)) {
        await inside.bids.settle(bid.id, "released");
        await inside.leads.revoke(bid, skip("REFUSED", failed.code));
      }
    }
  });
  troubles.push(...failures.map(({ leadId, says }) => `Lead ${leadId}: ${says}`));
  return committed.length;
}
