import { accountOf, type Agent, type Pass } from "./agent.ts";
import { commitReserved, nextNonce } from "./commitReserved.ts";
import { decideRounds, undecidedOf } from "./decide.ts";
import { followBids } from "./followBids.ts";
import { newRounds, type Round } from "./newRounds.ts";

/** So many blocks without new rounds may be searched again: the disk is not asked to remember each of them. */
const AGAIN = 50n;

/**
 * Does what is due now: first what an earlier pass, or another process before a crash, left in doubt; then new leads; then bids whose time
 * to be opened has come. All it needs to know is in the store and on the chain, so it can be killed at any point.
 * @param news rounds that the caller was told of: they need not wait for the search, which finds them too.
 */
export async function agentPass(agent: Agent, news: readonly Round[] = []): Promise<Pass> {
  const { trader, market } = agent;
  const account = accountOf(agent);
  const before = await commitReserved(agent);
  const told = await bidOn(agent, news);
  const cursor = await market.leads.cursor(account);
  const { rounds, head } = await newRounds(trader, cursor);
  const found = await bidOn(agent, rounds);
  // Only now: a crash before this searches the same blocks again, and decides nothing twice. Bids do not wait for the disk.
  if (rounds.length > 0 || cursor === undefined || head - cursor >= AGAIN) {
    await market.leads.moveCursor(account, head);
  }
  const { troubles, ...followed } = await followBids(agent);
  return {
    judged: told.judged + found.judged,
    bids: before.bids + told.bids + found.bids,
    ...followed,
    troubles: [...new Set([...before.troubles, ...told.troubles, ...found.troubles, ...troubles])],
  };
}

/** Decides about rounds and commits what the rules bid. */
async function bidOn(
  agent: Agent,
  rounds: readonly Round[],
): Promise<Pick<Pass, "judged" | "bids" | "troubles">> {
  const open = await undecidedOf(agent, rounds);
  if (open.length === 0) return { judged: 0, bids: 0, troubles: [] };
  const [{ judged, leads }, nonce] = await Promise.all([
    decideRounds(agent, open),
    nextNonce(agent),
  ]);
  if (judged === 0) return { judged, bids: 0, troubles: [] };
  return { judged, ...(await commitReserved(agent, { nonce, leads })) };
}
