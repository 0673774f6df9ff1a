import assert from "node:assert/strict";

import { keccak256, stringToHex } from "viem";

import type { Party } from "../../../deploy/local/party.ts";
import { regionToHex } from "../../../deploy/sdk/lead/region.ts";
import { sourceToHex } from "../../../deploy/sdk/lead/source.ts";
import { usdc, type Market } from "../../fixtures/market.ts";
import {
  bountyTerms,
  matchBounty,
  postBounty,
  type BountyMarket,
} from "../../fixtures/postBounty.ts";

const HOUR = 3_600;
/** More than `AuctionRoundLib.DELIVERY_GRACE`, seconds. */
const GRACE = 601;

/** The chain's clock, for what time decides. */
export interface Clock {
  readonly latest: () => Promise<number>;
  readonly increaseTo: (timestamp: number) => Promise<void>;
}

/** A market on which bounties meet leads; a stage is one too. */
export type BountyVenue = BountyMarket &
  Pick<
    Market,
    "house" | "nft" | "seller" | "bidders" | "listLead" | "deliveryTo" | "runBids" | "toReveal"
  >;

/** Leads by how their matches end. */
export interface BountyEnds {
  /** In an instant sale. */
  readonly sold: bigint;
  /** First by a better offer, then by a sealed bid of the same price, after its bounty was withdrawn. */
  readonly beaten: bigint;
  readonly refunded: bigint;
  readonly erased: bigint;
  /** A bounty that lived through all that its poster can do, and the one that was withdrawn. */
  readonly bountyId: bigint;
  readonly withdrawn: bigint;
}

/**
 * All that two posters do with bounties, and every end of a match but those that need an outage, a pause or a sanction. No round holds
 * money at the end.
 * @param posters may receive leads of the market's root vertical.
 */
export async function bountyEnds(
  m: BountyVenue,
  posters: readonly Party[],
  clock: Clock,
): Promise<BountyEnds> {
  const [first, second] = posters;
  assert.ok(first && second);
  const from = ({ wallet }: Party) => ({ account: wallet.account });
  const [matcher] = m.bidders;
  const bountyId = await postBounty(m, first, { tip: Number(usdc(1)) });
  await m.matcher.write.topUpBounty([bountyId, usdc(500)], from(first));
  for (const paused of [true, false]) {
    await m.matcher.write.setBountyPaused([bountyId, paused], from(first));
  }

  const { leadId: sold } = await m.listLead({ terms: { instantSale: true } });
  await matchBounty(m, sold, bountyId, matcher);
  await clock.increaseTo((await m.house.read.auctionOf([sold])).commitEnd);
  await m.house.write.deliver([...(await m.deliveryTo(sold, first))], from(m.seller));

  const price = usdc(250);
  const withdrawn = await postBounty(m, second, { price, newConsumersOnly: true });
  const { leadId: beaten } = await m.listLead();
  await matchBounty(m, beaten, bountyId, matcher);
  await matchBounty(m, beaten, withdrawn, first);
  await m.matcher.write.withdrawBounty([withdrawn], from(second));
  await m.runBids(beaten, [[first, price]]);
  await m.house.write.deliver([...(await m.deliveryTo(beaten, first))], from(m.seller));

  const { leadId: refunded } = await m.listLead();
  await matchBounty(m, refunded, bountyId, matcher);
  await m.toReveal(refunded);
  const { deliveryEnd } = await m.house.read.auctionOf([refunded]);
  await clock.increaseTo(deliveryEnd + GRACE);
  await m.house.write.refund([refunded]);

  const { leadId: erased } = await m.listLead();
  await matchBounty(m, erased, bountyId, matcher);
  await m.nft.write.erase([erased], from(m.seller));

  await m.matcher.write.changeBounty([bountyId, await narrowTerms(m)], from(first));
  const expiresAt = (await clock.latest()) + HOUR;
  const expiring = await postBounty(m, second, { expiresAt }, usdc(10));
  await clock.increaseTo(expiresAt);
  await m.matcher.write.closeExpiredBounty([expiring]);
  assert.equal((await m.matcher.read.bountyOf([expiring])).expiresAt, 0);
  return { sold, beaten, refunded, erased, bountyId, withdrawn };
}

/** Terms with something in every list, and with private criteria. */
async function narrowTerms(m: BountyVenue) {
  const text = stringToHex("salt and criteria");
  return bountyTerms(m, {
    ...{ price: usdc(210), hourCap: 2, dayCap: 3, minScore: 100, maxConsentAge: 30 * 24 * HOUR },
    regions: ["US-CA", "US-TX"].map(regionToHex),
    sources: ["SEARCH", "SOCIAL"].map(sourceToHex),
    ...{ sellers: [m.seller.address], sellersExcluded: true, hourOfWeek: 1n | (1n << 167n) },
    ...{ privateCriteriaHash: keccak256(text), sealedCriteria: text },
  });
}
