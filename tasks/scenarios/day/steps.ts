import { encodeFunctionData, parseEventLogs, type Hex } from "viem";

import { deliveryTo, readLead, sealBidOn, type Party } from "../../../deploy/local/party.ts";
import { revealBid } from "../../../deploy/sdk/actions/bid/revealBid.ts";
import { findContent } from "../../../deploy/sdk/actions/content.ts";
import { decryptLead } from "../../../deploy/sdk/actions/lead/decryptLead.ts";
import { deliverLead } from "../../../deploy/sdk/actions/lead/deliverLead.ts";
import { send } from "../../../deploy/sdk/actions/send.ts";
import type { SealedBidDraft } from "../../../deploy/sdk/bid/sealedBid.ts";
import { dollarsOf } from "../../../deploy/sdk/codes/usdc.ts";
import type { CommittedBid, ListedLead, Story } from "../scenario.ts";
import type { Market } from "./market.ts";
import { isRefused } from "./refusals.ts";

/** A bid of the day: who, how much above the reserve, in percent, and what it gives to be opened by others; nothing if absent. */
export type PlannedBid = readonly [
  bidder: Party,
  percentAboveReserve: number,
  sealedOpening?: (draft: SealedBidDraft) => Hex | Promise<Hex>,
];

/** Seals and commits bids on a lead, without asking IPFS for it first: not every venue has one. */
export async function commitBids(
  { contracts: { house, gate }, gas }: Market,
  { leadId }: Pick<ListedLead, "leadId">,
  bids: readonly PlannedBid[],
): Promise<CommittedBid[]> {
  const { reserve, round } = await house.read.auctionOf([leadId]);
  const committed: CommittedBid[] = [];
  for (const [bidder, percent, sealedOpening] of bids) {
    const amount = (reserve * BigInt(100 + percent)) / 100n;
    const draft = await sealBidOn(bidder, leadId, amount);
    const { commitment, opening } = draft;
    const { gasUsed, logs } = await send(bidder, {
      to: house.address,
      data: encodeFunctionData({
        abi: house.abi,
        functionName: "commitBid",
        args: [leadId, round, commitment, (await sealedOpening?.(draft)) ?? "0x"],
      }),
      what: "Committing the bid",
    });
    const granted = parseEventLogs({ abi: gate.abi, eventName: "PassGranted", logs });
    if (sealedOpening === undefined) {
      gas.record(granted.length === 0 ? "commit" : "commitFirst", gasUsed);
    }
    committed.push({ bidder, opening, gasUsed });
  }
  return committed;
}

/** Tries a bid at the reserve and sends nothing. */
export async function tryBid(bidder: Party, leadId: bigint): Promise<void> {
  const { house } = bidder.contracts;
  const { reserve, round } = await house.read.auctionOf([leadId]);
  const { commitment } = await sealBidOn(bidder, leadId, reserve);
  const { address: account } = bidder;
  await house.simulate.commitBid([leadId, round, commitment, "0x"], { account });
}

/** Commits bids in the present round, and does what follows when its commit phase is over. */
export async function takeBids(
  { market, listed, outcome }: Story,
  planned: readonly PlannedBid[],
  then: (bids: readonly CommittedBid[]) => Promise<void>,
): Promise<void> {
  const bids = await commitBids(market, listed, planned);
  outcome.bids = bids;
  const { commitEnd } = await market.contracts.house.read.auctionOf([listed.leadId]);
  market.agenda.add(commitEnd, () => then(bids));
}

/** Bidders reveal one by one, the lowest bid first, so that each but the first is a new high. */
export async function revealOneByOne(
  { gas }: Market,
  { leadId }: Pick<ListedLead, "leadId">,
  bids: readonly CommittedBid[],
): Promise<void> {
  for (const [index, { bidder, opening }] of sortedByAmount(bids).entries()) {
    const { gasUsed, outcome } = await revealBid(bidder, { leadId, amount: opening.amount });
    if (index === 0) gas.record("revealFirst", gasUsed);
    else if (outcome === "Leading") gas.record("revealHigh", gasUsed);
  }
}

/** Reveals bids in one transaction. Returns its gas. */
export async function revealTogether(
  { anyone, contracts: { house } }: Market,
  { leadId }: Pick<ListedLead, "leadId">,
  bids: readonly CommittedBid[],
): Promise<bigint> {
  const openings = sortedByAmount(bids).map(({ opening }) => opening);
  const { gasUsed } = await send(anyone, {
    to: house.address,
    data: encodeFunctionData({
      abi: house.abi,
      functionName: "revealBids",
      args: [leadId, openings],
    }),
    what: "Revealing all bids",
  });
  return gasUsed;
}

/** Reveals bids one by one and delivers the lead to the highest bidder. */
export async function openAndSell(story: Story, bids: readonly CommittedBid[]): Promise<void> {
  await revealOneByOne(story.market, story.listed, bids);
  await sell(story);
}

/**
 * Delivers a lead to its buyer, who reads it. A tampered proof before that and a curious loser after it are refused.
 * Returns the gas of the delivery, and a bidder who lost, if any.
 */
export async function sell({ market, listed, outcome, tell }: Story) {
  const { leadId, seller, disclosure } = listed;
  const buyer = await leaderOf(market, leadId);
  const [, capsule, proof] = await deliveryTo(seller, leadId, buyer);
  const tampered = { ...proof, z1: proof.z1 + 1n };
  outcome.refused.tamperedProof = await isRefused("DeliveryProof_", () =>
    market.contracts.house.simulate.deliver([leadId, capsule, tampered]),
  );
  const { gasUsed, text } = await deliverAndRead(market, listed);
  outcome.isRead = true;
  tell(text);
  const loser = outcome.bids.find(({ bidder }) => bidder.address !== buyer.address)?.bidder;
  if (loser !== undefined) {
    const { submission } = disclosure;
    const ciphertext = await findContent(market, submission.contentHash);
    outcome.refused.loserDecrypt = await isRefused("KEY_MISMATCH", () =>
      readLead(loser, leadId, { submission, ciphertext }),
    );
  }
  return { gasUsed, loser };
}

/** Delivers a lead to its buyer, who reads it. Returns the gas of the delivery and the line to print. */
export async function deliverAndRead(market: Market, { leadId, seller, lead }: ListedLead) {
  const buyer = await leaderOf(market, leadId);
  const { gasUsed, price } = await deliverLead(seller, { leadId });
  market.gas.record("deliver", gasUsed);
  const { contact } = await decryptLead(buyer, { leadId });
  if (JSON.stringify(contact) !== JSON.stringify(lead.contact)) {
    throw new Error(`Lead ${leadId} opened to something else than what was sold.`);
  }
  const who = [contact.firstName, contact.lastName].filter(Boolean).join(" ");
  const text = `${buyer.name} paid ${dollarsOf(price)} USDC and reads: ${who}, ${contact.phone ?? "no phone"}, ${contact.email ?? "no e-mail"}`;
  return { gasUsed, text };
}

/** The bidder who leads an auction. */
export async function leaderOf({ contracts, parties }: Market, leadId: bigint): Promise<Party> {
  const { leader } = await contracts.house.read.auctionOf([leadId]);
  const party = parties.find(({ address }) => address === leader);
  if (party === undefined) throw new Error(`Nobody known leads lead ${leadId}.`);
  return party;
}

function sortedByAmount(bids: readonly CommittedBid[]): CommittedBid[] {
  return [...bids].sort((a, b) => Number(a.opening.amount - b.opening.amount));
}
