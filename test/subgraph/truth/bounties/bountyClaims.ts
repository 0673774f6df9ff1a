import assert from "node:assert/strict";

import { zeroAddress, zeroHash } from "viem";

import { groupBy } from "../../facts/groupBy.ts";
import type { Chain } from "../chain.ts";
import { born, updated, type Claim } from "../claim.ts";
import { auctionId, bountyDayId, bountyEntityId, eventId, leadEntityId } from "../ids.ts";
import type { Match } from "../rounds/round.ts";
import { verticalNamesOf } from "../verticalNames.ts";
import { asciiIn } from "../words.ts";
import { endOf, heldBy, type BountyStory } from "./bountiesOf.ts";

const DAY = 86_400n;

/** Bounties, their matches and days from their logs; what the matcher keeps from its views too. */
export async function bountyClaims(chain: Chain): Promise<Claim[]> {
  const last = await chain.contracts.matcher.read.lastBountyId(chain.at);
  assert.equal(last, BigInt(chain.bounties.length), "bounties that were posted");
  const claims = chain.bounties.map(async (bounty) => [
    toldClaim(chain, bounty),
    await keptClaim(chain, bounty),
    ...bounty.matches.map((match) => matchClaim(bounty, match)),
    ...dayClaims(bounty),
  ]);
  await assertMatches(chain);
  return (await Promise.all(claims)).flat();
}

function toldClaim({ history }: Chain, bounty: BountyStory): Claim {
  const { bountyId, poster, terms, version, pricedAt, budget, paused, closed, matches } = bounty;
  const { privateCriteriaHash, sealedCriteria, hourOfWeek, regions, sources, ...plain } = terms;
  const sold = matches.filter((match) => endOf(match) === "Sold");
  const isPrivate = privateCriteriaHash !== zeroHash;
  return {
    entity: "Bounty",
    id: bountyEntityId(bountyId),
    fields: {
      ...{ bountyId, poster, version, pricedAt, budget, paused, ...plain },
      verticalSlug: verticalNamesOf(history)(terms.vertical, bounty.last).verticalSlug,
      hours: [...Array(168).keys()].filter((hour) => (hourOfWeek >> BigInt(hour)) & 1n),
      regions: regions.map(asciiIn),
      sources: sources.map(asciiIn),
      privateCriteriaHash: isPrivate ? privateCriteriaHash : null,
      sealedCriteria: isPrivate ? sealedCriteria : null,
      closed: closed !== undefined,
      expired: closed?.args.expired,
      closedAt: closed?.timestamp,
      matchCount: matches.length,
      saleCount: sold.length,
      spent: total(sold, "price"),
      tipsPaid: total(sold, "tip"),
      ...born(bounty.posted),
      ...updated(bounty.last),
    },
  };
}

async function keptClaim({ contracts, at }: Chain, bounty: BountyStory): Promise<Claim> {
  const kept = await contracts.matcher.read.bountyOf([bounty.bountyId], at);
  const { poster, version, price, tip, budget, expiresAt, pricedAt, paused } = kept;
  const isClosed = expiresAt === 0;
  return {
    entity: "Bounty",
    id: bountyEntityId(bounty.bountyId),
    view: "BountyMatcher.bountyOf",
    fields: {
      ...{ poster, version, price, tip, budget, pricedAt, paused, closed: isClosed },
      ...(isClosed ? {} : { expiresAt }),
    },
  };
}

function matchClaim(
  { bountyId, poster }: BountyStory,
  match: BountyStory["matches"][number],
): Claim {
  const { matched, beaten, ended, version } = match;
  const { leadId, round, matcher, price, tip } = matched.args;
  return {
    entity: "BountyMatch",
    id: eventId(matched),
    fields: {
      ...{ bounty: bountyEntityId(bountyId), version, poster },
      matcher: matcher === zeroAddress ? null : matcher,
      ...{ lead: leadEntityId(leadId), leadId, auction: auctionId(leadId, round), round },
      ...{ price, tip, locked: heldBy(match) },
      end: endOf(match),
      beatenBy: beaten?.by,
      freed: ended?.args.freed,
      endedAt: ended?.timestamp,
      endTx: ended?.txHash,
      ...born(matched),
      ...updated(matched, ended, beaten?.log),
    },
  };
}

function dayClaims({ bountyId, matches }: BountyStory): Claim[] {
  const events = matches.flatMap((match) => [
    { what: "Matched", log: match.matched, match },
    ...(match.ended ? [{ what: endOf(match), log: match.ended, match }] : []),
  ]);
  const days = groupBy(events, ({ log }) => String(log.timestamp / DAY));
  return [...days].map(([day, own]): Claim => {
    const of = (word: string) => own.filter(({ what }) => what === word);
    const sold = of("Sold").map(({ match }) => match);
    return {
      entity: "BountyDay",
      id: bountyDayId(bountyId, Number(day)),
      fields: {
        bounty: bountyEntityId(bountyId),
        start: BigInt(day) * DAY,
        matches: of("Matched").length,
        sales: sold.length,
        beaten: of("Beaten").length,
        ended: of("Ended").length,
        spent: total(sold, "price"),
        tips: total(sold, "tip"),
        ...updated(...own.map(({ log }) => log)),
      },
    };
  });
}

/** The matcher keeps the match that runs for each lead, and no other. */
async function assertMatches({ contracts, at, leadIds, bounties }: Chain): Promise<void> {
  const running = bounties.flatMap(({ matches }) => matches.filter(({ ended }) => !ended));
  for (const leadId of leadIds) {
    const kept = await contracts.matcher.read.matchOf([leadId], at);
    const own = running.filter(({ matched }) => matched.args.leadId === leadId);
    assert.ok(own.length < 2, `one match of lead ${leadId} at a time`);
    const { bountyId = 0n, price = 0n, tip = 0 } = own[0]?.matched.args ?? {};
    assert.deepEqual([kept.bountyId, kept.price, BigInt(kept.tip)], [bountyId, price, BigInt(tip)]);
    assert.equal(BigInt(kept.matchedAt), own[0]?.matched.timestamp ?? 0n);
  }
}

function total(matches: readonly Match[], part: "price" | "tip"): bigint {
  return matches.reduce((sum, { matched }) => sum + BigInt(matched.args[part]), 0n);
}
