import { parseEventLogs, type TransactionReceipt } from "viem";

import type { LeadDisclosure } from "../../deploy/sdk/report/disclosure.ts";
import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { deliveryTo, readLead, sealBidOn } from "./desk.ts";
import type { Party } from "./party.ts";
import { DELIVERY_SPARE_GAS } from "../../deploy/sdk/delivery/proveDelivery.ts";
import type { Opening } from "../../deploy/sdk/bid/sealBid.ts";
import type { Floor } from "./floor.ts";
import type { Scenario } from "./scenarios.ts";

/** A lead of the day, listed. */
export interface ListedLead {
  readonly leadId: bigint;
  readonly lead: Lead;
  readonly score: number;
  readonly scenario: Scenario;
  readonly seller: Party;
  readonly disclosure: LeadDisclosure;
}

/** A bid of the day: who, and how much above the reserve, in percent. */
export type PlannedBid = readonly [bidder: Party, percentAboveReserve: number];

/** A committed bid. */
export interface CommittedBid {
  readonly bidder: Party;
  readonly opening: Opening;
  readonly gasUsed: bigint;
}

/** Seals and commits bids on a lead. */
export async function commitBids(
  floor: Floor,
  { leadId }: ListedLead,
  bids: readonly PlannedBid[],
): Promise<CommittedBid[]> {
  const { house, gate } = floor.protocol;
  const { reserve, round } = await house.read.auctionOf([leadId]);
  const committed: CommittedBid[] = [];
  for (const [bidder, percent] of bids) {
    const amount = (reserve * BigInt(100 + percent)) / 100n;
    const { commitment, opening } = await sealBidOn(floor, bidder, leadId, amount);
    const hash = await house.write.commitBid([leadId, round, commitment, "0x"], {
      account: bidder.wallet.account,
    });
    const { gasUsed, logs } = await floor.receipt(hash);
    const granted = parseEventLogs({ abi: gate.abi, eventName: "PassGranted", logs });
    floor.gas.record(granted.length === 0 ? "commit" : "commitFirst", gasUsed);
    committed.push({ bidder, opening, gasUsed });
  }
  return committed;
}

/** Reveals bids one by one, lowest first, so that each but the first is a new high. Returns what the contracts told. */
export async function revealOneByOne(
  floor: Floor,
  { leadId }: ListedLead,
  bids: readonly CommittedBid[],
): Promise<TransactionReceipt["logs"]> {
  const { house } = floor.protocol;
  const told: TransactionReceipt["logs"] = [];
  for (const [index, { bidder, opening }] of sortedByAmount(bids).entries()) {
    const before = await house.read.auctionOf([leadId]);
    const hash = await house.write.revealBid([leadId, opening]);
    const { gasUsed, logs } = await floor.receipt(hash);
    told.push(...logs);
    const after = await house.read.auctionOf([leadId]);
    if (index === 0) floor.gas.record("revealFirst", gasUsed);
    else if (after.leader === bidder.address && before.leader !== bidder.address) {
      floor.gas.record("revealHigh", gasUsed);
    }
  }
  return told;
}

/** Reveals bids in one transaction. Returns its gas. */
export async function revealTogether(
  floor: Floor,
  { leadId }: ListedLead,
  bids: readonly CommittedBid[],
): Promise<bigint> {
  const openings = sortedByAmount(bids).map(({ opening }) => opening);
  const hash = await floor.protocol.house.write.revealBids([leadId, openings]);
  return (await floor.receipt(hash)).gasUsed;
}

/** Delivers a lead to its buyer, who opens it and shows whom to call. Returns the gas of the delivery and what is to be told. */
export async function deliverAndOpen(floor: Floor, listed: ListedLead) {
  const { house } = floor.protocol;
  const { leadId, seller, lead } = listed;
  const buyer = await leaderOf(floor, leadId);
  const delivery = await deliveryTo(floor, leadId, seller, buyer);
  const gas = (await house.estimateGas.deliver([...delivery])) + DELIVERY_SPARE_GAS;
  const { gasUsed } = await floor.receipt(await house.write.deliver([...delivery], { gas }));
  floor.gas.record("deliver", gasUsed);

  const { contact } = await readLead(floor, buyer, leadId, await storedLead(floor, listed));
  if (JSON.stringify(contact) !== JSON.stringify(lead.contact)) {
    throw new Error(`Lead ${leadId} opened to something else than what was sold.`);
  }
  const { price } = await house.read.auctionOf([leadId]);
  const who = [contact.firstName, contact.lastName].filter(Boolean).join(" ");
  const story = `${buyer.name} paid ${dollarsOf(price)} USDC and reads: ${who}, ${contact.phone ?? "no phone"}, ${contact.email ?? "no e-mail"}`;
  return { buyer, gasUsed, story };
}

/** A lead as a stranger to its seller gets it: the ciphertext comes from where it is stored. */
export async function storedLead({ content }: Floor, { disclosure: { submission } }: ListedLead) {
  return { submission, ciphertext: await content.get(submission.contentHash) };
}

/** The bidder who leads an auction. */
export async function leaderOf({ protocol, parties }: Floor, leadId: bigint): Promise<Party> {
  const { leader } = await protocol.house.read.auctionOf([leadId]);
  const party = parties.find(({ address }) => address === leader);
  if (party === undefined) throw new Error(`Nobody known leads lead ${leadId}.`);
  return party;
}

function sortedByAmount(bids: readonly CommittedBid[]): CommittedBid[] {
  return [...bids].sort((a, b) => Number(a.opening.amount - b.opening.amount));
}
