import { randomBytes } from "@noble/hashes/utils.js";
import { bytesToBigInt, encodeFunctionData, type Hex } from "viem";

import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { rootOf } from "../../deploy/parameters/rootOf.ts";
import { latestRoundOf } from "../../deploy/sdk/actions/auction/auction.ts";
import { matchBounty } from "../../deploy/sdk/actions/bounty/matchBounty.ts";
import { queuePackage } from "../../deploy/sdk/actions/lead/donQueue.ts";
import { openingRound } from "../../deploy/sdk/bid/beaconChain.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import type { SubmissionOptions } from "../../deploy/sdk/lead/sealedLead.ts";
import { endOf } from "../scenarios/day/attest.ts";
import { verticalOf } from "../scenarios/day/market.ts";
import { bidsOn, fateOf, type PlannedBid } from "./fate.ts";
import type { Sale } from "./sale.ts";
import type { SoakMarket, SoakParty } from "./soakMarket.ts";

/** Bids that a bidder commits in one transaction. */
const COMMITS = 40;
/** Of an auction that was never listed before. */
const ROUND = 1;
/** Bytes of a submission's nonce. */
const NONCE = 16;

/** A bid as the house takes it. */
interface SealedBid {
  readonly leadId: bigint;
  readonly round: number;
  readonly commitment: Hex;
  readonly sealedOpening: Hex;
}

/** A sale whose bids are still to be placed. @param reserve USDC units. */
type ListedSale = Sale & { readonly reserve: bigint };

/** Which leads to put on sale. */
export interface WaveOptions {
  readonly seed: string;
  /** Place of the first in the sequence of generated leads. */
  readonly first: number;
  readonly count: number;
  /** A bounty by the root of verticals that it is for. */
  readonly bounties: ReadonlyMap<string, bigint>;
}

/**
 * Puts leads on sale and has them bid on: the seller packs them for the DON's queue, the workflow scores and lists them, and bidders commit as
 * soon as a lead is there. @returns those that were listed: a consumer that has occurred before is refused.
 */
export async function putOnSale(market: SoakMarket, options: WaveOptions): Promise<Sale[]> {
  const { seed, first, count, bounties } = options;
  const { goods: verticals, matcher } = market;
  const now = await market.now();
  const leads = generateLeads({ seed: `${seed}/soak`, first, count, now, verticals });
  const fees = await market.contracts.house.read.feeConfig();
  const fromBlock = await market.publicClient.getBlockNumber({ cacheTime: 0 });
  const committer = committerOn(market);
  const listed = await Promise.all(
    leads.map(async (lead) => {
      const sale = await list(market, lead, { now, fees, fromBlock });
      if (sale !== undefined) await bidOn(market, seed, sale, committer.add);
      return sale ?? [];
    }),
  );
  await committer.flush();
  const sales = listed.flat();
  for (const { leadId, fate, lead } of sales) {
    const bountyId = bounties.get(rootOf(lead.vertical));
    const isWanted = fate === "bountyWins" || fate === "bountyBeaten";
    if (isWanted && bountyId !== undefined) await matchBounty(matcher, { leadId, bountyId });
  }
  return sales;
}

/** Has a lead scored and listed by the DON. Undefined where the contracts refuse it. */
async function list(
  market: SoakMarket,
  lead: Lead,
  { now, fees, fromBlock }: Pick<SubmissionOptions, "now" | "fees"> & Pick<Sale, "fromBlock">,
): Promise<ListedSale | undefined> {
  const { seller, contracts, chainId, donKey, desks } = market;
  const [packed] = await desks.run("pack", [
    {
      lead,
      vertical: verticalOf(market.verticals, lead.vertical),
      key: seller.key,
      seller: {
        chainId,
        nft: contracts.nft.address,
        verifier: contracts.verifier.address,
        seller: seller.address,
        deliveryKey: seller.deliveryKey.publicKey,
      },
      options: { nonce: bytesToBigInt(randomBytes(NONCE)), now, autoList: true, fees },
      donKey,
    },
  ]);
  if (packed === undefined) throw new Error("A lead was not packed.");
  await queuePackage(market, packed.text);
  const end = await endOf(market, packed.submissionHash);
  if (!("leadId" in end)) return undefined;
  const { leadId } = end;
  const { reserve, commitEnd, revealEnd } = await latestRoundOf(market, leadId);
  return {
    ...{ leadId, lead, capsule: packed.capsule, fate: fateOf(leadId) },
    ...{ reserve, commitEnd, revealEnd, fromBlock },
  };
}

/** Has bidders seal their bids on a lead. */
async function bidOn(
  { bidders, chainId, contracts, beacon, desks }: SoakMarket,
  seed: string,
  sale: ListedSale,
  add: (bidder: SoakParty, bid: SealedBid) => Promise<void>,
): Promise<void> {
  const { leadId } = sale;
  const planned = bidsOn(bidders, seed, sale);
  const round = openingRound(beacon, sale);
  const sealed = await desks.run(
    "seal",
    planned.map(({ bidder, amount, isTimelocked }) => ({
      key: bidder.key,
      context: {
        ...{ chainId, house: contracts.house.address },
        ...{ leadId, round: ROUND, bidder: bidder.address },
      },
      amount,
      beacon: { publicKey: beacon.publicKey },
      round: isTimelocked ? round : undefined,
    })),
  );
  await Promise.all(
    sealed.map((bid, index) => {
      const { bidder } = planned[index] as PlannedBid;
      return add(bidder, { leadId, round: ROUND, ...bid });
    }),
  );
}

/** Collects sealed bids by bidder, and commits many in one transaction. */
function committerOn({ contracts: { house }, sendFrom }: SoakMarket) {
  const collected = new Map<SoakParty, SealedBid[]>();
  const commit = (bidder: SoakParty, bids: readonly SealedBid[]) => {
    const data = encodeFunctionData({ abi: house.abi, functionName: "commitBids", args: [bids] });
    return sendFrom(bidder, house.address, data);
  };
  return {
    add: async (bidder: SoakParty, bid: SealedBid): Promise<void> => {
      const bids = [...(collected.get(bidder) ?? []), bid];
      collected.set(bidder, bids.length < COMMITS ? bids : []);
      if (bids.length === COMMITS) await commit(bidder, bids);
    },
    flush: async (): Promise<void> => {
      const left = [...collected].filter(([, bids]) => bids.length > 0);
      await Promise.all(left.map(([bidder, bids]) => commit(bidder, bids)));
    },
  };
}
