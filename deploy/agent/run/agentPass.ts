import { accountOf, type Agent, type Pass } from "./agent.ts";
import { commitReserved } from "./commitReserved.ts";
import { decideRounds } from "./decide.ts";
import { followBids } from "./followBids.ts";
import { newRounds } from "./newRounds.ts";

/**
 * Does what is due now: first what an earlier pass, or another process before a crash, left in doubt; then new leads; then bids whose time
 * to be opened has come. All it needs to know is in the store and on the chain, so it can be killed at any point.
 */
export async function agentPass(agent: Agent): Promise<Pass> {
  const { trader, market } = agent;
  const account = accountOf(agent);
  const before = await commitReserved(agent);
  const { rounds, head } = await newRounds(trader, await market.leads.cursor(account));
  const judged = await decideRounds(agent, rounds);
  const after =
    judged === 0 ? { bids: 0, troubles: [] } : await commitReserved(agent, { justDecided: true });
  // Only now: a crash before this searches the same blocks again, and decides nothing twice. Bids do not wait for the disk.
  await market.leads.moveCursor(account, head);
  const { troubles, ...followed } = await followBids(agent);
  return {
    judged,
    bids: before.bids + after.bids,
    ...followed,
    troubles: [...new Set([...before.troubles, ...after.troubles, ...troubles])],
  };
}
