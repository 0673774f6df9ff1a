import type { NetworkConnection } from "hardhat/types/network";
import { encodeFunctionData, parseUnits, type Hex } from "viem";
import { getTransactionReceipt } from "viem/actions";

import { grantCredentials, traderGrant } from "../../deploy/local/credentials.ts";
import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { PLACES } from "../../deploy/local/leads/places.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { openAccount, sealBidOn, type Party } from "../../deploy/local/party.ts";
import { forfeitBonds } from "../../deploy/sdk/actions/auction/forfeitBonds.ts";
import { refundBuyer } from "../../deploy/sdk/actions/auction/refundBuyer.ts";
import { send } from "../../deploy/sdk/actions/send.ts";
import { withdraw } from "../../deploy/sdk/actions/vault/withdraw.ts";
import { forfeitableAt, refundableAt } from "../../deploy/sdk/codes/deadlines.ts";
import type { GasOperation } from "../scenarios/day/gasLog.ts";
import { BATCH, listBatch } from "../scenarios/day/listing.ts";
import { bareVenue, openMarket, type Market } from "../scenarios/day/market.ts";
import {
  commitBids,
  deliverAndRead,
  revealOneByOne,
  revealTogether,
} from "../scenarios/day/steps.ts";
import { plainSale } from "../scenarios/plainSale.ts";
import type { CommittedBid, ListedLead } from "../scenarios/scenario.ts";

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
/** A region that nobody has traded a lead from. */
const NEW_REGION = "US-CA";
/** Place of the first lead in the sequence of generated ones: no two have the same consumer. */
const FIRST = 10;

/**
 * Gas of the protocol's operations as whole transactions. Parties have traded before: their accounts, titles and the treasury's balance
 * exist, as they do for all but an account's first trade.
 */
export async function measureGas(
  connection: NetworkConnection<"op">,
): Promise<Record<Exclude<GasOperation, "listPerScoredLead">, number>> {
  await using venue = await bareVenue(connection);
  const market = await openMarket(venue, [ROOT]);
  const { usdc } = market.protocol;
  const { house } = market.contracts;
  for (const { address } of market.parties) await usdc.write.mint([address, 1n]);
  const crowd = await openCrowd(market, connection);
  await tradeOnce(market, crowd);

  const [unknown] = (await list(market, "first", FIRST + BATCH, NEW_REGION, 1)) as [ListedLead];
  const leads = await list(market, "measured", FIRST + BATCH + 1, REGION, BATCH);
  const [silent, five, withheld, crowded, ...rest] = leads as [
    ListedLead,
    ListedLead,
    ListedLead,
    ListedLead,
    ...ListedLead[],
  ];
  const fiveBids = await commit(market, five, 5);
  const silentBids = await commit(market, silent, 5);
  const withheldBids = await commit(market, withheld, 1);
  await commit(market, unknown, 1);
  const crowdBids = await commitBids(
    market,
    crowded,
    crowd.map((bidder, place) => [bidder, 5 + place]),
  );
  const batch = rest.slice(0, 5);
  const commitBatch = await commitTogether(market.bidders[0], batch);
  await market.time.increaseTo((await house.read.auctionOf([five.leadId])).commitEnd);

  const revealGas = await revealTogether(market, five, fiveBids);
  const crowdGas = await revealTogether(market, crowded, crowdBids);
  await revealOneByOne(market, silent, silentBids.slice(0, -1));
  await revealOneByOne(market, withheld, withheldBids);
  const delivery = await deliverAndRead(market, five);

  const silentAuction = await house.read.auctionOf([silent.leadId]);
  await market.time.increaseTo(forfeitableAt(silentAuction));
  const seller = market.sellers.honest;
  const { bonds } = await forfeitBonds(seller, { leadId: silent.leadId });
  await market.time.increaseTo(refundableAt(await house.read.auctionOf([withheld.leadId])));
  const refund = await refundBuyer(market.anyone, { leadId: withheld.leadId });
  const withdrawal = await withdraw(seller, { amount: 1n });

  const gasOf = async (hash: Hex) =>
    Number((await getTransactionReceipt(market.publicClient, { hash })).gasUsed);
  const of = (operation: GasOperation) => market.gas.of(operation) ?? 0;
  const commits = fiveBids.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0);
  return {
    listPerLead: of("listPerLead"),
    listFirst: Math.round(unknown.gasUsed),
    commit: of("commit"),
    commitBatchPerBid: Math.round(Number(commitBatch) / batch.length),
    commitFirst: of("commitFirst"),
    revealFirst: of("revealFirst"),
    revealHigh: of("revealHigh"),
    revealBatchPerBid: Math.round(Number(revealGas) / fiveBids.length),
    revealBatch20PerBid: Math.round(Number(crowdGas) / crowdBids.length),
    deliver: Number(delivery.gasUsed),
    refund: Number(refund.gasUsed),
    forfeit: await gasOf(bonds[0]?.txHash ?? "0x"),
    withdraw: Number(withdrawal.gasUsed),
    saleFiveBidders: of("listPerLead") + commits + Number(revealGas) + Number(delivery.gasUsed),
  };
}

/** Everybody sells or buys a lead of the region once, or at least bids on one; then the figures are reset. */
async function tradeOnce(market: Market, crowd: readonly Party[]): Promise<void> {
  const leads = await list(market, "first trades", FIRST, REGION, BATCH);
  const sold: [ListedLead, CommittedBid[]][] = [];
  for (const [index, bidder] of market.bidders.entries()) {
    const lead = leads[index] as ListedLead;
    sold.push([lead, await commitBids(market, lead, [[bidder, 5]])]);
  }
  await commitBids(
    market,
    leads.at(-1) as ListedLead,
    crowd.map((bidder) => [bidder, 5]),
  );
  for (const [lead, bids] of sold) {
    const { commitEnd } = await market.protocol.house.read.auctionOf([lead.leadId]);
    if (commitEnd > (await market.time.latest())) await market.time.increaseTo(commitEnd);
    await revealTogether(market, lead, bids);
    await deliverAndRead(market, lead);
  }
  market.gas.clear();
}

/** The bidders, and enough other licensed ones to make a crowd. */
async function openCrowd(market: Market, connection: NetworkConnection<"op">): Promise<Party[]> {
  const wallets = await connection.viem.getWalletClients();
  const spare = wallets.slice(-(CROWD - market.bidders.length));
  const others = await Promise.all(
    spare.map((wallet, place) => openAccount(market, `Bidder ${place}`, wallet, DEPOSIT)),
  );
  await grantCredentials(
    market.protocol,
    market.officer.wallet.account,
    others.map(({ address }) => traderGrant(address, [ROOT])),
  );
  return [...market.bidders, ...others];
}

/** One bidder bids on several leads in one transaction, whose gas is returned. */
async function commitTogether(bidder: Party, leads: readonly ListedLead[]): Promise<bigint> {
  const { address: to, abi, read } = bidder.contracts.house;
  const bids = await Promise.all(
    leads.map(async ({ leadId }) => {
      const { reserve, round } = await read.auctionOf([leadId]);
      const { commitment } = await sealBidOn(bidder, leadId, reserve);
      return { leadId, round, commitment, sealedOpening: "0x" as const };
    }),
  );
  const data = encodeFunctionData({ abi, functionName: "commitBids", args: [bids] });
  return (await send(bidder, { to, data, what: "Committing the bids" })).gasUsed;
}

/** Lists a batch of generated leads of one vertical and region, while the feeds are fresh. `first` is the first one's place in the seed's sequence. */
async function list(
  market: Market,
  seed: string,
  first: number,
  region: string,
  count: number,
): Promise<ListedLead[]> {
  for (const feed of [market.protocol.btcFeed, market.protocol.ethFeed]) {
    await feed.write.updateAnswer([await feed.read.latestAnswer()]);
  }
  const verticals = [...leafVerticals().values()].filter(({ slug }) => slug === VERTICAL);
  const places = PLACES.filter((place) => place.region === region);
  const now = await market.time.latest();
  const leads = generateLeads({ seed, first, count, now, verticals, places });
  return listBatch(
    market,
    leads.map((lead) => ({ scenario: plainSale, lead })),
  );
}

/** The first `count` bidders bid on a lead, each a little more than the one before. */
function commit(market: Market, lead: ListedLead, count: number): Promise<CommittedBid[]> {
  const bidders = market.bidders.slice(0, count);
  return commitBids(
    market,
    lead,
    bidders.map((bidder, place) => [bidder, 5 + place]),
  );
}
