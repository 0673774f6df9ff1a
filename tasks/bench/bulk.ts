import { bytesToHex, parseEventLogs, parseUnits, type Hex } from "viem";
import { randomBytes } from "@noble/hashes/utils.js";

import type { LeadDisclosure } from "../../deploy/sdk/report/disclosure.ts";
import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { commitmentOf, type Opening } from "../../deploy/sdk/bid/sealedBid.ts";
import { submissionDigest } from "../../deploy/sdk/lead/leadSubmission.ts";
import type { Party } from "../../deploy/local/party.ts";
import { DELIVERY_SPARE_GAS, proveDelivery } from "../../deploy/sdk/delivery/delivery.ts";
import type { Market } from "../scenarios/day/market.ts";

/** Leads that are listed, bid on and sold side by side: of one vertical, so that their deadlines are the same. */
export const WAVE = 100;
/** Leads in one report, and bids in one call. */
const REPORT = 10;
const BIDS = 50;
/** What every bidder and the seller bring, so that money never runs out: ten million USDC. */
const DEPOSIT = parseUnits("10000000", 6);
/** Bids above the reserve, in percent, of the bidders in turn. */
const STEPS = [2, 4, 7, 9, 12] as const;
/** Of ten leads: how many nobody bids on, how many are won and never delivered, and how many have a bid that is never opened. */
const FATES = { noBids: 1, undelivered: 1, unopened: 2 } as const;

/** A lead on sale. */
export interface Listed {
  readonly leadId: bigint;
  readonly lead: Lead;
  readonly reserve: bigint;
  /** Deadlines as it was listed, Unix seconds. */
  readonly commitEnd: number;
  readonly revealEnd: number;
  readonly disclosure: LeadDisclosure;
  readonly openings: Opening[];
}

/** How many leads to sell, and where progress goes. */
export interface BulkOptions {
  readonly leads: number;
  /** Place of the first in the sequence of generated leads. */
  readonly first: number;
  readonly progress: (line: string) => void;
}

/**
 * Sells many leads through the real contracts and the real DON, in few transactions: reports of ten, each bidder's bids on fifty leads in one
 * call, all openings of a lead in another. Most leads are sold, some find no bid, some are never delivered, some bids are never opened;
 * those of the last wave still take bids.
 */
export async function sellInBulk(market: Market, options: BulkOptions): Promise<void> {
  const { leads, first, progress } = options;
  await endow(market);
  const verticals = [...market.verticals.values()];
  const start = Date.now();
  let [sold, next] = [0, first];
  for (let wave = 0; ; wave++) {
    const vertical = verticals[wave % verticals.length];
    if (vertical === undefined) throw new Error("There is no vertical to sell in.");
    const now = await market.time.latest();
    const count = Math.min(WAVE, leads - sold);
    const drafts = { seed: "bench/bulk", first: next, count, now, verticals: [vertical] };
    const listed = await listInBulk(market, generateLeads(drafts));
    await commit(market, listed);
    [sold, next] = [sold + listed.length, next + count];
    if (sold === leads) return;
    await passTo(market, listed, "commitEnd");
    await open(market, listed);
    await passTo(market, listed, "revealEnd");
    await end(market, listed);
    const seconds = (Date.now() - start) / 1_000;
    const left = ((leads - sold) * seconds) / sold;
    progress(`Sold ${sold} of ${leads} leads, ${left.toFixed(0)} s to go`);
  }
}

/** Gives the honest seller and the bidders enough USDC for any number of leads. */
export async function endow({
  protocol: { usdc, vault },
  sellers,
  bidders,
}: Market): Promise<void> {
  for (const { address, wallet } of [sellers.honest, ...bidders]) {
    await usdc.write.mint([address, DEPOSIT]);
    await usdc.write.approve([vault.address, DEPOSIT], { account: wallet.account });
    await vault.write.deposit([DEPOSIT], { account: wallet.account });
  }
}

/** Has leads attested and listed. Leaves out the few that are refused because their phone numbers have occurred before. */
export async function listInBulk(market: Market, leads: readonly Lead[]): Promise<Listed[]> {
  const { protocol, sellers, chainId } = market;
  const reference = { chainId, verifier: protocol.verifier.address };
  const listed: Listed[] = [];
  for (let start = 0; start < leads.length; start += REPORT) {
    const drafts = await Promise.all(
      leads.slice(start, start + REPORT).map(async (lead) => {
        const disclosure = await market.disclose(sellers.honest, lead);
        return { lead, disclosure };
      }),
    );
    const reports = await Promise.all(drafts.map(({ disclosure }) => market.attest(disclosure)));
    const { receipt, attested } = await market.report(reports);
    const created = parseEventLogs({
      abi: protocol.house.abi,
      eventName: "AuctionCreated",
      logs: receipt.logs,
    });
    for (const { lead, disclosure } of drafts) {
      const hash = submissionDigest(disclosure.submission, reference);
      const leadId = attested.find(({ submissionHash }) => submissionHash === hash)?.leadId;
      const auction = created.find(({ args }) => args.leadId === leadId)?.args;
      if (auction === undefined) continue;
      const { reserve, commitEnd, revealEnd } = auction;
      listed.push({
        leadId: auction.leadId,
        lead,
        reserve,
        commitEnd,
        revealEnd,
        disclosure,
        openings: [],
      });
    }
  }
  return listed;
}

/** Every bidder bids on each lead; the highest bidder changes from lead to lead. */
async function commit(market: Market, listed: readonly Listed[]): Promise<void> {
  const { house } = market.protocol;
  const bids = new Map<Party, { leadId: bigint; commitment: Hex }[]>();
  for (const lead of listed.filter(({ leadId }) => placeOf(leadId) >= FATES.noBids)) {
    for (const [turn, percent] of STEPS.entries()) {
      const bidder = market.bidders[(Number(lead.leadId) + turn) % market.bidders.length] as Party;
      const amount = (lead.reserve * BigInt(100 + percent)) / 100n;
      const opening = { bidder: bidder.address, amount, salt: bytesToHex(randomBytes(32)) };
      const context = { chainId: market.chainId, house: house.address, round: 1 };
      const commitment = commitmentOf({ ...context, leadId: lead.leadId, ...opening });
      bids.set(bidder, [...(bids.get(bidder) ?? []), { leadId: lead.leadId, commitment }]);
      lead.openings.push(opening);
    }
  }
  for (const [{ wallet }, all] of bids) {
    for (let start = 0; start < all.length; start += BIDS) {
      const sealed = all
        .slice(start, start + BIDS)
        .map((bid) => ({ ...bid, round: 1, sealedOpening: "0x" as const }));
      await house.write.commitBids([sealed], { account: wallet.account });
    }
  }
}

async function passTo(
  { time }: Market,
  listed: readonly Listed[],
  deadline: "commitEnd" | "revealEnd",
): Promise<void> {
  const end = Math.max(...listed.map(({ [deadline]: one }) => one));
  if ((await time.latest()) < end) await time.increaseTo(end);
}

async function open({ protocol }: Market, listed: readonly Listed[]): Promise<void> {
  for (const { leadId, openings } of listed) {
    const isLeft = isUnopened(leadId);
    const shown = isLeft ? openings.slice(1) : openings;
    if (shown.length > 0) await protocol.house.write.revealBids([leadId, shown]);
  }
}

async function end(market: Market, listed: readonly Listed[]): Promise<void> {
  const { house, nft } = market.protocol;
  for (const { leadId, openings, disclosure } of listed) {
    const highest = openings.at(-1);
    if (highest === undefined) {
      await house.write.closeUnsold([leadId]);
      continue;
    }
    if (isUndelivered(leadId)) continue;
    const buyer = market.bidders.find(({ address }) => address === highest.bidder) as Party;
    const { capsule } = disclosure.submission;
    const proof = proveDelivery({
      chainId: market.chainId,
      nft: nft.address,
      leadId,
      round: 1,
      buyer: buyer.address,
      buyerKey: buyer.deliveryKey.publicKey,
      capsule,
      secret: market.sellers.honest.deliveryKey.secret,
    });
    await house.write.deliver([leadId, capsule, proof], { gas: 10n * DELIVERY_SPARE_GAS });
  }
}

/** A lead's place among ten, which decides its fate. */
function placeOf(leadId: bigint): number {
  return Number(leadId % 10n);
}

function isUndelivered(leadId: bigint): boolean {
  const place = placeOf(leadId) - FATES.noBids;
  return place >= 0 && place < FATES.undelivered;
}

function isUnopened(leadId: bigint): boolean {
  const place = placeOf(leadId) - FATES.noBids - FATES.undelivered;
  return place >= 0 && place < FATES.unopened;
}
