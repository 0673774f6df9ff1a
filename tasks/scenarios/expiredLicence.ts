import { issueCredential } from "../../deploy/sdk/actions/compliance/issueCredential.ts";
import { renewCredential } from "../../deploy/sdk/actions/compliance/renewCredential.ts";
import { revokeCredential } from "../../deploy/sdk/actions/compliance/revokeCredential.ts";
import { isLicensedEverywhere, licenceFor, NEVER } from "./day/credentials.ts";
import { FROM_START, soldTo } from "./day/promises.ts";
import { isRefused } from "./day/refusals.ts";
import { openAndSell, takeBids, tryBid } from "./day/steps.ts";
import type { Scenario, Story } from "./scenario.ts";

/**
 * A bidder whose licence ends with the commit phase cannot bid before the licence is renewed. It bids most, and loses the licence before the
 * bid is opened: it cannot lead, and the next one wins.
 */
export const expiredLicence: Scenario = {
  name: "expired licence",
  short: "expired",
  lead: { isOf: isLicensedEverywhere },
  play: async (story) => {
    const { market, listed, tell } = story;
    const { expiring } = market.guests;
    await renewLicence(story);
    const [, ben] = market.bidders;
    const planned = [
      [ben, 5],
      [expiring, 25],
    ] as const;
    await takeBids(story, planned, async (bids) => {
      const licence = { account: expiring.address, typeId: licenceFor(listed) };
      await revokeCredential(market.officer, licence);
      tell(`${expiring.name} bid most, but the licence was revoked before the bid was opened`);
      await openAndSell(story, bids);
    });
  },
  mustHold: {
    "a licence that ends too early is refused": ({ outcome }) =>
      outcome.refused.expiredBid === true,
    "a bid without a licence does not lead": async ({ market, listed: { leadId } }) => {
      const { house } = market.contracts;
      const [event] = await house.getEvents.BidBarred({ leadId }, FROM_START);
      return event?.args.bidder === market.guests.expiring.address;
    },
    ...soldTo(({ outcome }) => outcome.bids[0]),
  },
};

async function renewLicence({ market, listed, outcome, tell }: Story): Promise<void> {
  const { contracts, guests, officer } = market;
  const { expiring } = guests;
  const { commitEnd } = await contracts.house.read.auctionOf([listed.leadId]);
  const licence = { account: expiring.address, typeId: licenceFor(listed) };
  await issueCredential(officer, { ...licence, expiresAt: commitEnd });
  outcome.refused.expiredBid = await isRefused("PassBook_ClearanceTooShort", () =>
    tryBid(expiring, listed.leadId),
  );
  await renewCredential(officer, { ...licence, expiresAt: NEVER });
  tell(`${expiring.name} cannot bid on a licence that ends before the lead could be delivered`);
}
