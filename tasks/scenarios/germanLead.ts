import { GERMAN_PLACES } from "../../deploy/local/leads/places.ts";
import { transferTypeOf } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { issueCredential } from "../../deploy/sdk/actions/compliance/issueCredential.ts";
import { hexToRegion } from "../../deploy/sdk/lead/region.ts";
import { isLicensedAbroad, NEVER } from "./day/credentials.ts";
import { highestBid, soldTo } from "./day/promises.ts";
import { deniedRule } from "./day/refusals.ts";
import { openAndSell, takeBids, tryBid } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** Regime of Germany's leads, and what a recipient in the United States needs for them. */
const REGIME = "GDPR";

/** Personal data may not cross to a bidder until it holds the regime's credential. */
export const germanLead: Scenario = {
  name: "German lead",
  short: "german",
  lead: { isOf: (root) => !isLicensedAbroad(root), places: GERMAN_PLACES },
  play: async (story) => {
    const { market, listed, outcome, tell } = story;
    const { abroad } = market.guests;
    const rule = await deniedRule(abroad, () => tryBid(abroad, listed.leadId));
    outcome.refused.bidAcrossBorder = rule === "transfer";
    await issueCredential(market.officer, {
      account: abroad.address,
      typeId: transferTypeOf(REGIME),
      expiresAt: NEVER,
    });
    tell(`${abroad.name}, who is in the United States, cannot bid without a ${REGIME} credential`);
    await takeBids(story, [[abroad, 10]], (bids) => openAndSell(story, bids));
  },
  mustHold: {
    "the lead is from Germany": async ({ market, listed }) =>
      hexToRegion((await market.contracts.nft.read.leadOf([listed.leadId])).region) === "DE",
    "nobody bids across the border without the credential": ({ outcome }) =>
      outcome.refused.bidAcrossBorder === true,
    ...soldTo(highestBid),
  },
};
