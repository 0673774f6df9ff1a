import { parseEventLogs } from "viem";

import {
  CREDENTIAL_TYPES,
  licenceTypeOf,
  transferTypeOf,
} from "../../deploy/parameters/compliance/credentialTypes.ts";
import { UNITED_STATES } from "../../deploy/parameters/compliance/usStates.ts";
import { rootOf } from "../../deploy/parameters/rootOf.ts";
import { deliveryTo, sealBidOn } from "../protocol/desk.ts";
import type { Party } from "../protocol/party.ts";
import { deniedRule } from "./deniedRule.ts";
import { leaderOf, revealOneByOne, type CommittedBid } from "./sale.ts";
import { sell, type Story } from "./story.ts";

/** Regime of Germany's leads, and what a recipient in the United States needs for them. */
const REGIME = "GDPR";

/** A bidder without a licence cannot bid at all. */
export async function refuseUnlicensed(story: Story): Promise<void> {
  const { floor, outcome, tell } = story;
  const { unlicensed } = floor.guests;
  outcome.refused.unlicensedBid = (await ruleAgainstBid(story, unlicensed)) === "licence";
  tell(`${unlicensed.name}, who has no licence, cannot bid`);
}

/** A bidder gets a licence that ends with the commit phase. */
export async function lendLicence({ floor, listed }: Story): Promise<void> {
  const { commitEnd } = await floor.protocol.house.read.auctionOf([listed.leadId]);
  const type = licenceTypeOf(rootOf(listed.lead.vertical), UNITED_STATES);
  await floor.compliance.issue(floor.guests.expiring, type, commitEnd);
}

/** The highest bid is opened when its bidder's licence has expired: it cannot lead, and the next one wins. */
export async function sellPastExpiry(story: Story, bids: readonly CommittedBid[]): Promise<void> {
  const { floor, listed, outcome, tell } = story;
  const { expiring } = floor.guests;
  const logs = await revealOneByOne(floor, listed, bids);
  const barred = parseEventLogs({ abi: floor.protocol.house.abi, eventName: "BidBarred", logs });
  outcome.refused.expiredBid = barred.length === 1 && barred[0]?.args.bidder === expiring.address;
  tell(`${expiring.name} bid most, but the licence expired before the bid was opened`);
  await sell(story);
}

/** The winner is sanctioned before delivery: the seller keeps the lead and its bond, the winner gets its money back. */
export async function barSanctioned(story: Story, bids: readonly CommittedBid[]): Promise<void> {
  const { floor, listed, outcome, tell } = story;
  const { house } = floor.protocol;
  await revealOneByOne(floor, listed, bids);
  const winner = await leaderOf(floor, listed.leadId);
  const delivery = await deliveryTo(floor, listed.leadId, listed.seller, winner);
  await floor.compliance.issue(winner, CREDENTIAL_TYPES.sanctioned);
  const rule = await deniedRule(floor, winner.address, () => house.simulate.deliver([...delivery]));
  outcome.refused.sanctionedBuyer = rule === "sanctions";
  await house.write.reportBlockedDelivery([listed.leadId]);
  tell(`${winner.name} won and was sanctioned: money back, the lead too, nobody punished`);
}

/** Personal data may not cross to a bidder until it holds the regime's credential. */
export async function openBorder(story: Story): Promise<void> {
  const { floor, outcome, tell } = story;
  const { abroad } = floor.guests;
  outcome.refused.bidAcrossBorder = (await ruleAgainstBid(story, abroad)) === "transfer";
  await floor.compliance.issue(abroad, transferTypeOf(REGIME));
  tell(`${abroad.name}, who is in the United States, cannot bid without a ${REGIME} credential`);
}

/** The rule by which a bid at the reserve is refused. */
async function ruleAgainstBid(
  { floor, listed: { leadId } }: Story,
  bidder: Party,
): Promise<string | undefined> {
  const { house } = floor.protocol;
  const { reserve } = await house.read.auctionOf([leadId]);
  const { commitment } = await sealBidOn(floor, bidder, leadId, reserve);
  return deniedRule(floor, bidder.address, () =>
    house.simulate.commitBid([leadId, commitment, "0x"], { account: bidder.address }),
  );
}
