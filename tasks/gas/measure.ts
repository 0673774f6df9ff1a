import type { NetworkConnection } from "hardhat/types/network";
import { parseUnits, type Hex } from "viem";

import { traderGrant } from "../../deploy/local/credentials.ts";
import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { PLACES } from "../../deploy/local/leads/places.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { openFloor, type Floor } from "../scenarios/floor.ts";
import { listBatch } from "../scenarios/listing.ts";
import {
  commitBids,
  deliverAndOpen,
  revealOneByOne,
  revealTogether,
  type CommittedBid,
  type ListedLead,
} from "../scenarios/sale.ts";
import type { GasOperation } from "../scenarios/gasLog.ts";
import { bareVenue } from "../scenarios/venue.ts";
import { forfeitableAt, refundableAt } from "../../deploy/sdk/codes/deadlines.ts";
import { sealBidOn } from "../scenarios/desk.ts";
import { openAccount, type Party } from "../scenarios/party.ts";

/** Leads in the measured report. */
const BATCH = 10;
/** Bids in the large batch. */
const CROWD = 20;
/** One vertical for all, so that every batch is listed under the same rules. */
const VERTICAL = "solar.residential";
/** Its root: what the parties are licensed for. An identity that holds more costs the engine some 3,000 gas for each. */
const ROOT = "solar";
/** Where the measured leads are from; all parties have traded leads from there before. */
const REGION = "US-TX";
/** What each of the crowd brings: 1,000 USDC. */
const DEPOSIT = parseUnits("1000", 6);
/** From where nobody has traded any. */
const NEW_REGION = "US-CA";
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
  const crowd = await openCrowd(floor, connection);
  await tradeOnce(floor, crowd);

  const [unknown] = await list(floor, "first", PLAIN + BATCH, NEW_REGION, 1);
  const listFirst = floor.gas.of("listPerLead") ?? 0;
  floor.gas.clear();
  const leads = await list(floor, "measured", PLAIN + BATCH + 1, REGION, BATCH);
  const [silent, five, withheld, crowded, ...rest] = leads as [
    ListedLead,
    ListedLead,
    ListedLead,
    ListedLead,
    ...ListedLead[],
  ];
  const fiveBids = await commit(floor, five, 5);
  const silentBids = await commit(floor, silent, 5);
  const withheldBids = await commit(floor, withheld, 1);
  await commit(floor, unknown as ListedLead, 1);
  const crowdBids = await commitBids(
    floor,
    crowded,
    crowd.map((bidder, place) => [bidder, 5 + place]),
  );
  const batch = rest.slice(0, 5);
  const commitBatch = await commitTogether(floor, floor.bidders[0], batch);
  await floor.time.increaseTo((await house.read.auctionOf([five.leadId])).commitEnd);

  const revealGas = await revealTogether(floor, five, fiveBids);
  const crowdGas = await revealTogether(floor, crowded, crowdBids);
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
    listPerLead: of("listPerLead"),
    listFirst,
    commit: of("commit"),
    commitBatchPerBid: Math.round((await gasOf(commitBatch)) / batch.length),
    commitFirst: of("commitFirst"),
    revealFirst: of("revealFirst"),
    revealHigh: of("revealHigh"),
    revealBatchPerBid: Math.round(Number(revealGas) / fiveBids.length),
    revealBatch20PerBid: Math.round(Number(crowdGas) / crowdBids.length),
    deliver: Number(delivery.gasUsed),
    refund: await gasOf(refund),
    forfeit: await gasOf(forfeit),
    withdraw: await gasOf(withdraw),
    saleFiveBidders: of("listPerLead") + commits + Number(revealGas) + Number(delivery.gasUsed),
  };
}

/** Everybody sells or buys a lead of the region once, or at least bids on one; then the figures start anew. */
async function tradeOnce(floor: Floor, crowd: readonly Party[]): Promise<void> {
  const leads = await list(floor, "first trades", PLAIN, REGION, BATCH);
  const sold: [ListedLead, CommittedBid[]][] = [];
  for (const [index, bidder] of floor.bidders.entries()) {
    const lead = leads[index] as ListedLead;
    sold.push([lead, await commitBids(floor, lead, [[bidder, 5]])]);
  }
  await commitBids(
    floor,
    leads.at(-1) as ListedLead,
    crowd.map((bidder) => [bidder, 5]),
  );
  for (const [lead, bids] of sold) {
    const { commitEnd } = await floor.protocol.house.read.auctionOf([lead.leadId]);
    if (commitEnd > (await floor.time.latest())) await floor.time.increaseTo(commitEnd);
    await revealTogether(floor, lead, bids);
    await deliverAndOpen(floor, lead);
  }
  floor.gas.clear();
}

/** The bidders, and as many more, who are licensed too, as make a crowd. */
async function openCrowd(floor: Floor, connection: NetworkConnection<"op">): Promise<Party[]> {
  const wallets = await connection.viem.getWalletClients();
  const spare = wallets.slice(-(CROWD - floor.bidders.length));
  const others = await Promise.all(
    spare.map((wallet, place) => openAccount(floor.protocol, `Bidder ${place}`, wallet, DEPOSIT)),
  );
  await floor.compliance.grant(others.map(({ address }) => traderGrant(address, [ROOT])));
  return [...floor.bidders, ...others];
}

/** One bidder bids on several leads in one transaction, whose hash is returned. */
async function commitTogether(
  floor: Floor,
  bidder: Party,
  leads: readonly ListedLead[],
): Promise<Hex> {
  const { house } = floor.protocol;
  const bids = await Promise.all(
    leads.map(async ({ leadId }) => {
      const { reserve, round } = await house.read.auctionOf([leadId]);
      const { commitment } = await sealBidOn(floor, bidder, leadId, reserve);
      return { leadId, round, commitment, sealedOpening: "0x" as const };
    }),
  );
  return house.write.commitBids([bids], { account: bidder.wallet.account });
}

/** Lists a batch of generated leads of one vertical and region, while the feeds are fresh. `start` is the first one's place in the day. */
async function list(
  floor: Floor,
  seed: string,
  start: number,
  region: string,
  count: number,
): Promise<ListedLead[]> {
  for (const feed of [floor.protocol.btcFeed, floor.protocol.ethFeed]) {
    await feed.write.updateAnswer([await feed.read.latestAnswer()]);
  }
  const verticals = [...leafVerticals().values()].filter(({ slug }) => slug === VERTICAL);
  const places = PLACES.filter((place) => place.region === region);
  const now = await floor.time.latest();
  return listBatch(
    floor,
    generateLeads({ seed, first: start, count, now, verticals, places }),
    start,
  );
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
