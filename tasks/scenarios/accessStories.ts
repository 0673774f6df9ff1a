import { parseEventLogs, type Hex } from "viem";

import {
  CREDENTIAL_TYPES,
  licenceTypeOf,
  transferTypeOf,
} from "../../deploy/parameters/compliance/credentialTypes.ts";
import { UNITED_STATES } from "../../deploy/parameters/compliance/usStates.ts";
import { rootOf } from "../../deploy/parameters/rootOf.ts";
import { deliveryTo, sealBidOn } from "./desk.ts";
import type { Party } from "./party.ts";
import { deniedRule } from "./deniedRule.ts";
import { isRefused } from "./isRefused.ts";
import { leaderOf, revealOneByOne, type CommittedBid, type ListedLead } from "./sale.ts";
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

/** A bidder's licence ends with the commit phase: it cannot bid before the licence is renewed. */
export async function renewLicence(story: Story): Promise<void> {
  const { floor, listed, outcome, tell } = story;
  const { expiring } = floor.guests;
  const { commitEnd } = await floor.protocol.house.read.auctionOf([listed.leadId]);
  await floor.compliance.issue(expiring, licenceFor(listed), commitEnd);
  outcome.refused.expiredBid = await isRefused("PassBook_ClearanceTooShort", () =>
    bidAtReserve(story, expiring),
  );
  await floor.compliance.renew(expiring, licenceFor(listed));
  tell(`${expiring.name} cannot bid on a licence that ends before the lead could be delivered`);
}

/** The bidder of the highest bid loses its licence before the bid is opened: it cannot lead, and the next one wins. */
export async function sellPastRevocation(
  story: Story,
  bids: readonly CommittedBid[],
): Promise<void> {
  const { floor, listed, tell } = story;
  const { expiring } = floor.guests;
  await floor.compliance.revoke(expiring, licenceFor(listed));
  const logs = await revealOneByOne(floor, listed, bids);
  const barred = parseEventLogs({ abi: floor.protocol.house.abi, eventName: "BidBarred", logs });
  if (barred[0]?.args.bidder !== expiring.address) throw new Error("A bid without licence leads.");
  tell(`${expiring.name} bid most, but the licence was revoked before the bid was opened`);
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
  tell(
    `${winner.name} won and was sanctioned: money back, the seller keeps the lead, nobody is punished`,
  );
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
function ruleAgainstBid(story: Story, bidder: Party): Promise<string | undefined> {
  return deniedRule(story.floor, bidder.address, () => bidAtReserve(story, bidder));
}

/** Tries a bid at the reserve and sends nothing. */
async function bidAtReserve({ floor, listed: { leadId } }: Story, bidder: Party): Promise<void> {
  const { house } = floor.protocol;
  const { reserve, round } = await house.read.auctionOf([leadId]);
  const { commitment } = await sealBidOn(floor, bidder, leadId, reserve);
  await house.simulate.commitBid([leadId, round, commitment, "0x"], { account: bidder.address });
}

/** The nationwide licence that a lead from the United States demands. */
function licenceFor({ lead }: ListedLead): Hex {
  return licenceTypeOf(rootOf(lead.vertical), UNITED_STATES);
}
