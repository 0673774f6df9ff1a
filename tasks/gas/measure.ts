import type { NetworkConnection } from "hardhat/types/network";

import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { regionToHex } from "../../deploy/parameters/region.ts";
import { leafVerticals, verticalIdOf } from "../../deploy/parameters/verticals.ts";
import { openFloor, type Floor } from "../market-day/floor.ts";
import { listBatch } from "../market-day/listing.ts";
import {
  commitBids,
  deliverAndOpen,
  revealOneByOne,
  revealTogether,
  type CommittedBid,
  type ListedLead,
} from "../market-day/sale.ts";
import type { GasOperation } from "../market-day/gasLog.ts";
import { Activity } from "../compliance/finding.ts";
import { bareVenue } from "../market-day/venue.ts";
import { forfeitableAt, refundableAt } from "../protocol/deadlines.ts";
import { sealBidOn } from "../protocol/desk.ts";

/** Leads in the measured report. */
const BATCH = 10;
/** One vertical for all, so that every batch is listed under the same rules. */
const VERTICAL = "solar.residential";
/** Its root: what the parties are licensed for. An identity that holds more costs the engine some 3,000 gas for each. */
const ROOT = "solar";
/** Leads from here on are plain sales of the market day. */
const PLAIN = 10;

/**
 * Gas of the protocol's operations as whole transactions. Parties have traded before: their accounts, titles and the treasury's balance
 * exist, as they do for all but an account's first trade.
 */
export async function measureGas(
  connection: NetworkConnection<"op">,
): Promise<Record<GasOperation, number>> {
  const floor = await openFloor(await bareVenue(connection), [ROOT]);
  const { usdc, house, vault } = floor.protocol;
  for (const { address } of floor.parties) await usdc.write.mint([address, 1n]);
  await tradeOnce(floor);

  const leads = await list(floor, "measured", PLAIN + BATCH);
  const [silent, five, withheld] = leads.slice(1) as [ListedLead, ListedLead, ListedLead];
  for (const lead of [silent, five, withheld]) await clear(floor, lead);
  const fiveBids = await commit(floor, five, 5);
  const silentBids = await commit(floor, silent, 5);
  const withheldBids = await commit(floor, withheld, 1);
  await commit(floor, await inNewRegion(floor, leads.slice(4)), 1);
  await floor.time.increaseTo((await house.read.auctionOf([five.leadId])).commitEnd);

  const revealGas = await revealTogether(floor, five, fiveBids);
  await revealOneByOne(floor, silent, silentBids.slice(0, -1));
  await revealOneByOne(floor, withheld, withheldBids);
  const delivery = await deliverAndOpen(floor, five);

  const silentAuction = await house.read.auctionOf([silent.leadId]);
  await floor.time.increaseTo(forfeitableAt(silentAuction));
  const silentBidder = (silentBids.at(-1) as CommittedBid).bidder;
  const { address, wallet } = floor.sellers.honest;
  const seller = { account: wallet.account };
  const forfeit = await house.write.forfeitBond(
    [silent.leadId, silentAuction.round, silentBidder.address],
    seller,
  );
  await floor.time.increaseTo(refundableAt(await house.read.auctionOf([withheld.leadId])));
  const refund = await house.write.refund([withheld.leadId]);
  const withdraw = await vault.write.withdraw([address, 1n], seller);

  const gasOf = async (hash: `0x${string}`) => Number((await floor.receipt(hash)).gasUsed);
  const of = (operation: GasOperation) => floor.gas.of(operation) ?? 0;
  const commits = fiveBids.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0);
  return {
    attestMintListPerLead: of("attestMintListPerLead"),
    commit: of("commit"),
    commitFirst: of("commitFirst"),
    revealFirst: of("revealFirst"),
    revealHigh: of("revealHigh"),
    revealBatchPerBid: Math.round(Number(revealGas) / fiveBids.length),
    deliver: Number(delivery.gasUsed),
    refund: await gasOf(refund),
    forfeit: await gasOf(forfeit),
    withdraw: await gasOf(withdraw),
    saleFiveBidders:
      of("attestMintListPerLead") + commits + Number(revealGas) + Number(delivery.gasUsed),
  };
}

/** Everybody sells or buys a lead once; then the figures start anew. */
async function tradeOnce(floor: Floor): Promise<void> {
  const leads = await list(floor, "first trades", PLAIN);
  const sold: [ListedLead, CommittedBid[]][] = [];
  for (const [index, bidder] of floor.bidders.entries()) {
    const lead = leads[index] as ListedLead;
    sold.push([lead, await commitBids(floor, lead, [[bidder, 5]])]);
  }
  for (const [lead, bids] of sold) {
    const { commitEnd } = await floor.protocol.house.read.auctionOf([lead.leadId]);
    if (commitEnd > (await floor.time.latest())) await floor.time.increaseTo(commitEnd);
    await revealTogether(floor, lead, bids);
    await deliverAndOpen(floor, lead);
  }
  floor.gas.clear();
}

/** Lists a batch of generated leads of one vertical. */
async function list(floor: Floor, seed: string, start: number): Promise<ListedLead[]> {
  const verticals = [...leafVerticals().values()].filter(({ slug }) => slug === VERTICAL);
  const now = await floor.time.latest();
  return listBatch(
    floor,
    generateLeads({ seed, first: start, count: BATCH, now, verticals }),
    start,
  );
}

/** Has every bidder commit and withdraw a bid, so that the engine, which has then cleared it, is asked no more when it bids. */
async function clear(floor: Floor, { leadId }: ListedLead): Promise<void> {
  const { house } = floor.protocol;
  const { round, reserve } = await house.read.auctionOf([leadId]);
  for (const bidder of floor.bidders) {
    const { account } = bidder.wallet;
    const { commitment } = await sealBidOn(floor, bidder, leadId, reserve);
    await house.write.commitBid([leadId, round, commitment, "0x"], { account });
    await house.write.withdrawBid([leadId], { account });
  }
}

/** The first of the leads from a region for which nobody has been cleared to receive. */
async function inNewRegion(
  { protocol: { gate, vault }, bidders: [bidder] }: Floor,
  leads: readonly ListedLead[],
): Promise<ListedLead> {
  for (const listed of leads) {
    const { vertical, region } = listed.lead;
    const leadClass = await gate.read.leadClassOf([verticalIdOf(vertical), regionToHex(region)]);
    const args = [bidder.address, Activity.Receive, leadClass] as const;
    if (!(await vault.read.hasPass(args))) return listed;
  }
  throw new Error("Every lead is from a region for which the first bidder has been cleared.");
}

/** The first `count` bidders bid on a lead, each a little more than the one before. */
function commit(floor: Floor, lead: ListedLead, count: number): Promise<CommittedBid[]> {
  const bidders = floor.bidders.slice(0, count);
  return commitBids(
    floor,
    lead,
    bidders.map((bidder, place) => [bidder, 5 + place]),
  );
}
