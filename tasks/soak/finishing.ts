import { encodeFunctionData, type Address, type Hex } from "viem";

import { latestRoundOf } from "../../deploy/sdk/actions/auction/auction.ts";
import { beaconSignature } from "../../deploy/sdk/actions/bid/beaconSignature.ts";
import { findWork } from "../../deploy/sdk/actions/keeper/dueWork.ts";
import { performActions } from "../../deploy/sdk/actions/keeper/performActions.ts";
import { decryptLead } from "../../deploy/sdk/actions/lead/decryptLead.ts";
import { openingRound } from "../../deploy/sdk/bid/beaconChain.ts";
import { openingIn } from "../../deploy/sdk/bid/sealedOpening.ts";
import type { Opening } from "../../deploy/sdk/bid/sealedBid.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import type { Sale } from "./sale.ts";
import type { SoakMarket } from "./soakMarket.ts";

/** Of an auction that was never listed before. */
const ROUND = 1;
/** One of so many buyers reads what it has bought. */
const READERS = 20n;
/** Most times that the keeper looks for work: what is done can make more due. */
const MAX_LOOKS = 10;
/** How long a random word may take, and the time between two looks for it, milliseconds. */
const WORD = { deadline: 60_000, interval: 200 } as const;

/** An auction round as the chain has it. */
type Round = Awaited<ReturnType<typeof latestRoundOf>>;

/** A bid as its bidder has placed it on chain. */
interface GivenBid {
  readonly bidder: Address;
  readonly commitment: Hex;
  readonly sealedOpening: Hex;
}

/** Sales by what they wait for. */
export interface SalesUnderWay {
  /** Their commit phase is over, and none of their bids is open. */
  readonly closed: readonly Sale[];
  /** Earlier ones. */
  readonly waiting: readonly Sale[];
}

/**
 * Does what sales wait for now: opens the bids that open by themselves, delivers to winners, and has the keeper do the rest: ties, unsold
 * leads, refunds, bonds. @returns sales that are not over.
 */
export async function finish(
  market: SoakMarket,
  { closed, waiting }: SalesUnderWay,
): Promise<Sale[]> {
  await openBids(market, closed);
  const undelivered = await deliverDue(market, [...waiting, ...closed]);
  await keep(market);
  await tiesDecided(market, undelivered);
  return deliverDue(market, undelivered);
}

/** Has the keeper do what is due, until nothing is. */
export async function keep({ keeper }: SoakMarket): Promise<void> {
  for (let looks = 0; looks < MAX_LOOKS; looks++) {
    const { batches } = await findWork(keeper);
    let count = 0;
    for await (const batch of batches()) {
      await performActions(keeper, batch);
      count += batch.length;
    }
    if (count === 0) return;
  }
}

/** Opens all timelocked bids of sales in their reveal phase, with what their bidders gave on chain, as anyone can. */
async function openBids(market: SoakMarket, sales: readonly Sale[]): Promise<void> {
  const { contracts, chainId, beacon, desks, opener, sendFrom } = market;
  const { house } = contracts;
  const signatures = new Map<number, Promise<Hex>>();
  const signatureOf = (round: number) => {
    const known = signatures.get(round) ?? beaconSignature(market, round);
    signatures.set(round, known);
    return known;
  };
  const given = await givenOn(market, sales);
  await Promise.all(
    sales.map(async (sale) => {
      const bids = given.get(sale.leadId) ?? [];
      if (bids.length === 0) return;
      const { leadId } = sale;
      const signature = await signatureOf(openingRound(beacon, sale));
      const secrets = await desks.run(
        "open",
        bids.map(({ sealedOpening }) => ({ sealedOpening, signature })),
      );
      const where = { chainId, house: house.address, leadId, round: ROUND };
      const openings = secrets.flatMap((secret, index): Opening[] => {
        const { bidder, commitment } = bids[index] as GivenBid;
        const opening = secret && openingIn(secret, { ...where, bidder }, commitment);
        return opening === undefined ? [] : [opening];
      });
      // The highest first: the others move no money then.
      openings.sort((a, b) => Number(b.amount - a.amount));
      const data = encodeFunctionData({
        abi: house.abi,
        functionName: "revealBids",
        args: [leadId, openings],
      });
      await sendFrom(opener, house.address, data).catch(async (error: unknown) => {
        // An agent whose bid is among them may have been faster.
        const { phase } = await latestRoundOf(market, leadId);
        if (phase === Phase.Reveal) throw error;
      });
    }),
  );
}

/** The bids on sales with a sealed opening, from the house's events. */
async function givenOn(
  { publicClient, contracts: { house } }: SoakMarket,
  sales: readonly Sale[],
): Promise<ReadonlyMap<bigint, readonly GivenBid[]>> {
  const given = new Map<bigint, GivenBid[]>();
  const [first] = sales;
  if (first === undefined) return given;
  const { abi, address } = house;
  const args = { leadId: sales.map(({ leadId }) => leadId) };
  const where = { abi, address, args, fromBlock: first.fromBlock, strict: true } as const;
  const committed = await publicClient.getContractEvents({ ...where, eventName: "BidCommitted" });
  const commitments = new Map(
    committed.map(({ args: { leadId, bidder, commitment } }) => [
      `${leadId} ${bidder}`,
      commitment,
    ]),
  );
  const openings = await publicClient.getContractEvents({
    ...where,
    eventName: "SealedOpeningGiven",
  });
  for (const { args: opening } of openings) {
    const { leadId, bidder, sealedOpening } = opening;
    const commitment = commitments.get(`${leadId} ${bidder}`);
    if (commitment === undefined) throw new Error(`Lead ${leadId} has an opening of no bid.`);
    given.set(leadId, [...(given.get(leadId) ?? []), { bidder, commitment, sealedOpening }]);
  }
  return given;
}

/** Delivers what is won, apart from what its seller leaves to the keeper. @returns sales that are not over. */
async function deliverDue(market: SoakMarket, sales: readonly Sale[]): Promise<Sale[]> {
  const left = await Promise.all(
    sales.map(async (sale) => {
      const round = await latestRoundOf(market, sale.leadId);
      if (round.phase !== Phase.Delivery) return round.closed ? [] : sale;
      if (sale.fate === "undelivered") return [];
      await deliver(market, sale, round);
      return [];
    }),
  );
  return left.flat();
}

async function deliver(market: SoakMarket, sale: Sale, { round, leader }: Round): Promise<void> {
  const { contracts, chainId, desks, agents, seller, buyers, opener, sendFrom } = market;
  const { house, nft } = contracts;
  const { leadId, capsule, lead } = sale;
  const buyer = buyers.find(({ address }) => address === leader);
  if (buyer === undefined) throw new Error(`Nobody known has won lead ${leadId}.`);
  const [proof] = await desks.run("prove", [
    {
      ...{ chainId, nft: nft.address, leadId, round, capsule },
      ...{ buyer: buyer.address, buyerKey: buyer.deliveryKey.publicKey },
      secret: seller.deliveryKey.secret,
    },
  ]);
  if (proof === undefined) throw new Error(`The delivery of lead ${leadId} was not proved.`);
  const args = [leadId, capsule, proof] as const;
  const data = encodeFunctionData({ abi: house.abi, functionName: "deliver", args });
  await sendFrom(opener, house.address, data);
  agents.delivered(buyer, leadId, lead);
  if (leadId % READERS !== 0n) return;
  const { contact } = await decryptLead(buyer, { leadId });
  if (JSON.stringify(contact) !== JSON.stringify(lead.contact)) {
    throw new Error(`Lead ${leadId} opened to something else than what was sold.`);
  }
}

/** Waits until ties have their random words, and has the keeper decide them. */
async function tiesDecided(market: SoakMarket, sales: readonly Sale[]): Promise<void> {
  const isTied = async ({ leadId }: Sale) =>
    (await latestRoundOf(market, leadId)).phase === Phase.TieBreak;
  await poll({
    ...WORD,
    look: async () => {
      const tied = await Promise.all(sales.map(isTied));
      if (!tied.includes(true)) return true;
      await keep(market);
      return undefined;
    },
    late: () => new Error("A tie was not decided: the VRF node is silent."),
  });
}
