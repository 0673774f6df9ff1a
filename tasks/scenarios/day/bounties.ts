import { zeroAddress } from "viem";

import { matchBounty } from "../../../deploy/sdk/actions/bounty/matchBounty.ts";
import { postBounty } from "../../../deploy/sdk/actions/bounty/postBounty.ts";
import { matchEndName } from "../../../deploy/sdk/bounty/bountyRule.ts";
import type { Party } from "../../../deploy/local/party.ts";
import { dollarsOf } from "../../../deploy/sdk/codes/usdc.ts";
import type { Ending, Promises, Story } from "../scenario.ts";
import { FROM_START } from "./promises.ts";

/** What a matcher gets once the lead is sold to the poster: half a USDC. */
const TIP = 500_000n;
const WEEK = 7 * 86_400;

/** Posts a bounty for leads such as a story's, with a budget for one of them. @param percent above the reserve. */
export async function postForOne({ market, listed }: Story, poster: Party, percent: number) {
  const { reserve } = await market.contracts.house.read.auctionOf([listed.leadId]);
  const price = (reserve * BigInt(100 + percent)) / 100n;
  const { vertical, region } = listed.lead;
  const expiresAt = (await market.now()) + WEEK;
  const terms = { vertical, regions: [region], price, tip: TIP, expiresAt };
  return postBounty(poster, { terms, budget: price + TIP });
}

/** Has anyone match a story's lead with a bounty, and remembers the offer. */
export async function matchByAnyone(story: Story, poster: Party, bountyId: bigint) {
  const { market, listed, outcome, tell } = story;
  const { leadId } = listed;
  const made = await matchBounty(market.anyone, { leadId, bountyId });
  outcome.offer = { bidder: poster.address, amount: made.offer };
  tell(`${poster.name}'s bounty offers ${dollarsOf(made.offer)} USDC`);
  return made;
}

/** The offer that a story's bounty made, as a bid. */
export function offerOf({ outcome: { offer } }: Ending) {
  return offer === undefined ? undefined : { opening: offer };
}

/** How a story's match must have ended: a sale pays whoever made the match, nothing else does. */
export function matchEndsAs(end: "Sold" | "Beaten"): Promises {
  return {
    [`the bounty's match ends as ${end}`]: async ({ market, listed: { leadId } }) => {
      const { matcher } = market.contracts;
      const [ended, ...others] = await matcher.getEvents.MatchEnded({ leadId }, FROM_START);
      if (ended === undefined || others.length > 0) return false;
      const paid = end === "Sold" ? market.anyone.address : zeroAddress;
      return matchEndName(ended.args.end ?? 0) === end && ended.args.matcher === paid;
    },
  };
}
