import { z } from "zod";

import type { Trader } from "../../client.ts";
import { phaseName } from "../../codes/enums.ts";
import { pastEvents } from "../../pastEvents.ts";
import { createAuction, lastTermsOf } from "../auction/createAuction.ts";
import { latestRoundOf, type Auction } from "../auction/auction.ts";
import { settleAuction } from "../auction/settleAuction.ts";
import { tradeOf } from "../auction/trade.ts";
import { defineAction } from "../definition.ts";
import { failure, failureOf } from "../failure.ts";
import { openBids } from "../keeper/openBids.ts";
import { deliverLead } from "../lead/deliverLead.ts";
import { historyOfLead } from "../lead/leadEvents.ts";
import { hex, leadId, usdc } from "../schemas.ts";
import { spending, spendingOn } from "../send.ts";
import { endSale, openSales } from "./openSales.ts";

/** Most steps of one lead in a call: open, decide, deliver; or close and list. */
const MAX_STEPS = 4;

const parameters = z.object({
  relist: z
    .number()
    .int()
    .min(0)
    .max(100)
    .optional()
    .describe("How often a lead that nobody bought is listed again; 0 if absent"),
  reserveStep: z
    .number()
    .int()
    .min(0)
    .max(90)
    .optional()
    .describe("By how many percent its base reserve falls each time; 0 if absent"),
});

/** How unsold leads are listed again. */
interface Rule {
  readonly relist: number;
  readonly reserveStep: number;
}

const step = z.object({
  leadId,
  what: z
    .enum(["opened", "settled", "delivered", "listed"])
    .describe(
      "opened: its bids; settled: a tie moved on, or the round was closed; delivered: the seller is paid; listed: once more",
    ),
  says: z.string().describe("What was done, for people"),
  amount: usdc
    .nullable()
    .describe("delivered: what the seller earned; listed: the reserve; USDC units; else null"),
  txHash: hex
    .nullable()
    .describe("Hash of the transaction; null where the DON opened bids by its own"),
});

type Step = z.output<typeof step>;

const result = z
  .object({
    done: z.array(step),
    earned: usdc.describe("What the seller earned, free in the vault; USDC units"),
    failures: z.array(failure),
  })
  .extend(spending.shape);

/**
 * Does what a seller's auctions wait for now: opens the bids that open by themselves, moves ties on, delivers to winners, closes rounds that
 * nobody won, and lists their leads again by a rule. All it knows is on chain, so it can be stopped and started at any time. What fails for
 * one lead is in `failures` and stops no other.
 */
export async function tendSales(
  trader: Trader,
  { relist = 0, reserveStep = 0 }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const done: Step[] = [];
  const failures: z.output<typeof failure>[] = [];
  for (const leadId of await openSales(trader, relist)) {
    try {
      for (let steps = 0; steps < MAX_STEPS; steps++) {
        const made = await tendLead(trader, leadId, { relist, reserveStep });
        if (made === undefined) break;
        done.push(made);
      }
    } catch (error) {
      failures.push(failureOf(trader, leadId, error));
    }
  }
  const earned = done.filter(({ what }) => what === "delivered");
  const hashes = done.flatMap(({ txHash }) => txHash ?? []);
  return {
    done,
    earned: earned.reduce((sum, { amount }) => sum + (amount ?? 0n), 0n),
    failures,
    ...(await spendingOn(trader, hashes)),
  };
}

/** Makes the next step of a lead. Undefined where it waits for others, or for nothing: then its sale has ended. */
async function tendLead(trader: Trader, leadId: bigint, rule: Rule): Promise<Step | undefined> {
  const auction = await latestRoundOf(trader, leadId);
  const made = await nextStep(trader, leadId, auction, rule);
  if (made === undefined && auction.closed) endSale(trader, leadId);
  return made;
}

async function nextStep(
  trader: Trader,
  leadId: bigint,
  auction: Auction,
  rule: Rule,
): Promise<Step | undefined> {
  switch (phaseName(auction.phase)) {
    case "Reveal":
      return open(trader, leadId);
    case "TieBreak":
      return settle(trader, leadId);
    case "Delivery":
      return deliver(trader, leadId, auction);
    case "Unsold":
      if (!auction.closed) return settle(trader, leadId);
      return listAgain(trader, leadId, auction, rule);
    default:
      return undefined;
  }
}

async function open(trader: Trader, leadId: bigint): Promise<Step | undefined> {
  const opened = await openBids(trader, leadId);
  if (opened === undefined) return undefined;
  const { bids, txHash } = opened;
  return { leadId, what: "opened", says: `opened ${bids} bids`, amount: null, txHash };
}

async function settle(trader: Trader, leadId: bigint): Promise<Step | undefined> {
  const { txHash, says } = await settleAuction(trader, { leadId });
  return txHash === undefined ? undefined : { leadId, what: "settled", says, amount: null, txHash };
}

async function deliver(
  trader: Trader,
  leadId: bigint,
  { deliveryEnd }: Auction,
): Promise<Step | undefined> {
  if ((await trader.now()) >= deliveryEnd) return undefined;
  const { buyer, earned, txHash } = await deliverLead(trader, { leadId });
  return { leadId, what: "delivered", says: `delivered to ${buyer}`, amount: earned, txHash };
}

/** Lists a lead again that nobody bought. Not one that its seller took back. */
async function listAgain(
  trader: Trader,
  leadId: bigint,
  { round }: Auction,
  { relist, reserveStep }: Rule,
): Promise<Step | undefined> {
  if (round > relist) return undefined;
  const { state } = await tradeOf(trader, leadId);
  if (state !== "returned") return undefined;
  const { getEvents } = trader.contracts.house;
  const taken = await pastEvents(await historyOfLead(trader, leadId), (range) =>
    getEvents.AuctionCancelled({ leadId, round }, range),
  );
  if (taken.length > 0) return undefined;
  const { baseReserve } = await lastTermsOf(trader, leadId);
  const lowered = (baseReserve * BigInt(100 - reserveStep)) / 100n;
  const next = lowered > 0n ? lowered : 1n;
  const listed = await createAuction(trader, { leadId, baseReserve: next });
  const { reserve, txHash } = listed;
  return {
    leadId,
    what: "listed",
    says: `listed again: round ${listed.round}`,
    amount: reserve,
    txHash,
  };
}

export const tendSalesDefinition = defineAction({
  name: "tendSales",
  title: "Tend a seller's sales",
  description:
    "Does what a seller's auctions wait for now: opens the bids that open by themselves (timelocked, or sealed to the DON), delivers to winners and is paid, closes rounds that nobody won, and lists their leads again as often as the rule says. Call it again and again.",
  parameters,
  result,
  readOnly: false,
  run: tendSales,
});
