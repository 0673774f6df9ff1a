import type { Hex } from "viem";

import { skip, type Skip } from "../agent/rules/skip.ts";
import { loadVerticals } from "../parameters/verticals.ts";
import { auctionOf } from "../sdk/actions/auction/auction.ts";
import { liveCommitment } from "../sdk/actions/bid/prepareBid.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import type { TradingContext } from "./tool.ts";

/** The chain does not answer. */
const UNKNOWN = "unknown";

/** A bid that a tool asks for. */
interface Bid {
  readonly leadId: bigint;
  /** USDC units. */
  readonly amount: bigint;
}

/** What the operator's limits have against bids now; undefined if nothing. Budgets are won and committed, by agent and tools together. */
export async function limitAgainst(
  context: TradingContext,
  bids: readonly Bid[],
): Promise<Skip | undefined> {
  const reserved = await reserveAll(context, bids);
  if ("skip" in reserved) return reserved.skip;
  for (const { id } of reserved.bids) await context.market.bids.settle(id, "released");
  return undefined;
}

/** Refuses bids beyond the operator's limits. @throws {LeadEngineError} with the limit's code, such as `OPERATOR_MAX`. */
export async function requireWithinLimits(
  context: TradingContext,
  bids: readonly Bid[],
): Promise<void> {
  const against = await limitAgainst(context, bids);
  if (against !== undefined) throw beyondLimits(against);
}

/**
 * Sends bids with their money set aside, so that agents and tools together never go beyond the operator's limits. Of bids that were not
 * sent the money is free again; of one that may have been, it stays set aside.
 */
export async function sendWithinLimits<ResultT extends { readonly txHash: Hex | null }>(
  context: TradingContext,
  bids: readonly Bid[],
  send: () => Promise<ResultT>,
): Promise<ResultT> {
  const { market } = context;
  const reserved = await reserveAll(context, bids);
  if ("skip" in reserved) throw beyondLimits(reserved.skip);
  const settle = async (txHash?: Hex) => {
    for (const { id, bid, before } of reserved.bids) {
      const after = await commitmentOf(context, bid).catch(() => UNKNOWN);
      if (after === before) await market.bids.settle(id, "released");
      else if (after !== UNKNOWN) await market.bids.settle(id, "committed", txHash);
    }
  };
  try {
    const result = await send();
    await settle(result.txHash ?? undefined);
    return result;
  } catch (error) {
    await settle();
    throw error;
  }
}

/** Frees what a bid had set aside that its bidder took back. */
export async function releaseBid(
  { trader, market, client }: TradingContext,
  leadId: bigint,
): Promise<void> {
  const { round } = await auctionOf(client, leadId);
  for (const bid of await market.bids.list(trader.address, ["reserved", "committed"])) {
    if (bid.leadId === leadId && bid.round === round) await market.bids.settle(bid.id, "released");
  }
}

/** Sets money aside for all of these bids or for none. */
async function reserveAll(context: TradingContext, bids: readonly Bid[]) {
  const reserved: { id: bigint; bid: Bid; before: Hex | undefined }[] = [];
  for (const bid of bids) {
    const before = await commitmentOf(context, bid);
    const one = await reserve(context, bid);
    if ("skip" in one) {
      for (const { id } of reserved) await context.market.bids.settle(id, "released");
      return one;
    }
    reserved.push({ id: one.id, bid, before });
  }
  return { bids: reserved };
}

async function reserve(context: TradingContext, { leadId, amount }: Bid) {
  const { client, trader, market, operator } = context;
  const { round, bidBond, commitEnd } = await auctionOf(client, leadId);
  const vertical = await verticalOf(context, leadId);
  if (vertical === undefined) return { skip: skip("OPERATOR_VERTICAL") };
  return market.bids.reserveBudget(
    {
      account: trader.address,
      leadId,
      round,
      vertical,
      amount,
      bond: bidBond,
      commitEnd,
      now: await client.now(),
      replaces: true,
    },
    operator.limits,
  );
}

/** Slug of a lead's vertical; undefined where this version does not know it. */
export async function verticalOf(
  { client }: Pick<TradingContext, "client">,
  leadId: bigint,
): Promise<string | undefined> {
  const { vertical } = await client.contracts.nft.read.leadOf([leadId]);
  return loadVerticals().find(({ id }) => id === vertical)?.slug;
}

async function commitmentOf({ trader }: TradingContext, { leadId }: Bid) {
  return liveCommitment(trader, leadId, await auctionOf(trader, leadId));
}

function beyondLimits({ code, says }: Skip): LeadEngineError {
  return new LeadEngineError(
    code,
    `The operator's limits do not allow this bid: ${says}.`,
    "No tool can change them; get_preferences shows them. Bid less, on another lead, or later.",
  );
}
