import { accountOf, type Agent, type Pass } from "./agent.ts";
import { commitReserved, nextNonce } from "./commitReserved.ts";
import { decideRounds } from "./decide.ts";
import { followBids } from "./followBids.ts";
import { newRounds } from "./newRounds.ts";

/** So many blocks without new rounds may be searched again: the disk is not asked to remember each of them. */
const AGAIN = 50n;

/**
 * Does what is due now: first what an earlier pass, or another process before a crash, left in doubt; then new leads; then bids whose time
 * to be opened has come. All it needs to know is in the store and on the chain, so it can be killed at any point.
 */
export async function agentPass(agent: Agent): Promise<Pass> {
  const { trader, market } = agent;
  const account = accountOf(agent);
  const before = await commitReserved(agent);
  const cursor = await market.leads.cursor(account);
  const { rounds, head } = await newRounds(trader, cursor);
  const [judged, nonce] =
    rounds.length === 0 ? [0] : await Promise.all([decideRounds(agent, rounds), nextNonce(agent)]);
  const after = judged === 0 ? { bids: 0, troubles: [] } : await commitReserved(agent, nonce);
  // Only now: a crash before this searches the same blocks again, and decides nothing twice. Bids do not wait for the disk.
  if (rounds.length > 0 || cursor === undefined || head - cursor >= AGAIN) {
    await market.leads.moveCursor(account, head);
  }
  const { troubles, ...followed } = await followBids(agent);
  return {
    judged,
    bids: before.bids + after.bids,
    ...followed,
    troubles: [...new Set([...before.troubles, ...after.troubles, ...troubles])],
  };
}
