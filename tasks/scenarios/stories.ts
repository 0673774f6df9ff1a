import { parseEventLogs } from "viem";

import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";
import { forfeitableAt, refundableAt } from "../../deploy/sdk/codes/deadlines.ts";
import { readLead, deliveryTo } from "./desk.ts";
import type { Party } from "./party.ts";
import {
  barSanctioned,
  openBorder,
  refuseUnlicensed,
  renewLicence,
  sellPastRevocation,
} from "./accessStories.ts";
import { isRefused } from "./isRefused.ts";
import { listAgain, thinkTwice } from "./relisting.ts";
import {
  leaderOf,
  revealOneByOne,
  revealTogether,
  storedLead,
  type CommittedBid,
  type PlannedBid,
} from "./sale.ts";
import { openAndSell, sell, takeBids, type Story } from "./story.ts";

/** Starts a lead's story: commits its bids now and puts the rest on the agenda. */
export async function begin(story: Story): Promise<void> {
  await beforeBids(story);
  await takeBids(story, plannedBids(story), (bids) => afterCommit(story, bids));
}

async function beforeBids(story: Story): Promise<void> {
  switch (story.listed.scenario) {
    case "listed again":
      return thinkTwice(story);
    case "unlicensed bidder":
      return refuseUnlicensed(story);
    case "expired licence":
      return renewLicence(story);
    case "German lead":
      return openBorder(story);
    default:
  }
}

function plannedBids({ floor, listed, random }: Story): PlannedBid[] {
  const [ada, ben, cleo, dev, eva] = floor.bidders;
  const { expiring, sanctioned, abroad } = floor.guests;
  switch (listed.scenario) {
    case "five bidders":
      return floor.bidders.map((bidder, index) => [bidder, 3 + 4 * index]);
    case "tie of three":
      return [
        [ada, 12],
        [ben, 12],
        [cleo, 12],
      ];
    case "listed again":
    case "no bids":
      return [];
    case "never revealed":
      return [
        [ben, 5],
        [dev, 9],
        [eva, 40],
      ];
    case "never delivered":
      return [
        [ada, 6],
        [eva, 8],
      ];
    case "unlicensed bidder":
      return [
        [ada, 7],
        [dev, 11],
      ];
    case "expired licence":
      return [
        [ben, 5],
        [expiring, 25],
      ];
    case "sanctioned winner":
      return [
        [cleo, 8],
        [sanctioned, 20],
      ];
    case "German lead":
      return [[abroad, 10]];
    case "plain sale":
      return floor.bidders
        .slice(0, random.integer(1, 4))
        .map((bidder, index) => [bidder, random.integer(1, 5) + 6 * index]);
  }
}

async function afterCommit(story: Story, bids: readonly CommittedBid[]): Promise<void> {
  const { floor, listed } = story;
  switch (listed.scenario) {
    case "no bids":
      await floor.protocol.house.write.closeUnsold([listed.leadId]);
      story.tell("nobody bid: unsold");
      return;
    case "five bidders":
      return sellToFive(story, bids);
    case "tie of three":
      await revealOneByOne(floor, listed, bids);
      await breakTie(story);
      await sell(story);
      return;
    case "listed again":
      return listAgain(story);
    case "never revealed":
      return sellDespiteSilence(story, bids);
    case "never delivered":
      await revealOneByOne(floor, listed, bids);
      return waitForRefund(story);
    case "expired licence":
      return sellPastRevocation(story, bids);
    case "sanctioned winner":
      return barSanctioned(story, bids);
    case "unlicensed bidder":
    case "German lead":
    case "plain sale":
      return openAndSell(story, bids);
  }
}

/** Five bids in one batch of reveals; a tampered proof and a curious loser are refused on the way. */
async function sellToFive(story: Story, bids: readonly CommittedBid[]): Promise<void> {
  const { floor, listed, outcome, tell } = story;
  const revealGas = await revealTogether(floor, listed, bids);
  floor.gas.record("revealBatchPerBid", Number(revealGas) / bids.length);

  const buyer = await leaderOf(floor, listed.leadId);
  const [leadId, capsule, proof] = await deliveryTo(floor, listed.leadId, listed.seller, buyer);
  const tampered = { ...proof, z1: proof.z1 + 1n };
  outcome.refused.tamperedProof = await isRefused("DeliveryProof_", () =>
    floor.protocol.house.simulate.deliver([leadId, capsule, tampered]),
  );
  const deliverGas = await sell(story);

  const loser = floor.bidders.find(({ address }) => address !== buyer.address) as Party;
  const stored = await storedLead(floor, listed);
  outcome.refused.loserDecrypt = await isRefused("another delivery key", () =>
    readLead(floor, loser, listed.leadId, stored),
  );
  tell(`${loser.name}, who lost, cannot open it`);

  const commitGas = bids.reduce((sum, { gasUsed }) => sum + gasUsed, 0n);
  const listGas = floor.gas.of("listPerLead") ?? 0;
  floor.gas.record("saleFiveBidders", listGas + Number(commitGas + revealGas + deliverGas));
}

async function breakTie({ floor, listed, tell }: Story): Promise<void> {
  const { house } = floor.protocol;
  const { leadId } = listed;
  await house.write.requestTieBreak([leadId]);
  const { round, leadingBid } = await house.read.auctionOf([leadId]);
  await floor.vrf.answerAll();
  const { logs } = await floor.receipt(await house.write.resolveTie([leadId]));
  const [resolved] = parseEventLogs({ abi: house.abi, eventName: "TieResolved", logs });
  for (const [index, bidder] of (
    await house.read.tiedBidders([leadId, round, leadingBid])
  ).entries()) {
    if (BigInt(bidder) !== 0n) {
      await house.write.releaseTiedBid([leadId, round, leadingBid, BigInt(index)]);
    }
  }
  const winner = await leaderOf(floor, leadId);
  tell(`${resolved?.args.tiedBids ?? 0} equal bids: the random word chose ${winner.name}`);
}

/** The highest bidder stays silent: the next one wins, and the treasury gets the silent one's bond. */
async function sellDespiteSilence(story: Story, bids: readonly CommittedBid[]): Promise<void> {
  const { floor, listed, tell } = story;
  const { house } = floor.protocol;
  const silent = bids.at(-1) as CommittedBid;
  await revealOneByOne(floor, listed, bids.slice(0, -1));
  const auction = await house.read.auctionOf([listed.leadId]);
  floor.agenda.add(auction.revealEnd, async () => {
    await sell(story);
  });
  floor.agenda.add(forfeitableAt(auction), async () => {
    const { round, bidBond } = auction;
    const hash = await house.write.forfeitBond([listed.leadId, round, silent.bidder.address]);
    floor.gas.record("forfeit", (await floor.receipt(hash)).gasUsed);
    tell(`${silent.bidder.name} never revealed: bond of ${dollarsOf(bidBond)} USDC forfeited`);
  });
}

async function waitForRefund({ floor, listed, tell }: Story): Promise<void> {
  const { house } = floor.protocol;
  const auction = await house.read.auctionOf([listed.leadId]);
  const buyer = await leaderOf(floor, listed.leadId);
  floor.agenda.add(refundableAt(auction), async () => {
    const hash = await house.write.refund([listed.leadId]);
    const { gasUsed, logs } = await floor.receipt(hash);
    floor.gas.record("refund", gasUsed);
    const [refunded] = parseEventLogs({ abi: house.abi, eventName: "AuctionRefunded", logs });
    const half = dollarsOf(refunded?.args.compensation ?? 0n);
    tell(
      `never delivered: ${buyer.name} has the money back and ${half} USDC, half of the seller's bond`,
    );
  });
}
