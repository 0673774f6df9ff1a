import { rootOf } from "../../deploy/parameters/rootOf.ts";
import { changeBounty } from "../../deploy/sdk/actions/bounty/changeBounty.ts";
import { listBounties } from "../../deploy/sdk/actions/bounty/listBounties.ts";
import { matchBounty } from "../../deploy/sdk/actions/bounty/matchBounty.ts";
import { pauseBounty } from "../../deploy/sdk/actions/bounty/pauseBounty.ts";
import { postBounty } from "../../deploy/sdk/actions/bounty/postBounty.ts";
import { recordPurchase } from "../../deploy/sdk/actions/bounty/recordPurchase.ts";
import { withdrawBounty } from "../../deploy/sdk/actions/bounty/withdrawBounty.ts";
import type { Move } from "./moves.ts";
import { leadIn, type World } from "./world.ts";

const UNIT = 1_000_000n;
const DAY = 86_400;
/** Longest that a bounty stands, days: the last keeping takes longer, so that all are over at its end. */
const MAX_DAYS = 12;

async function post({ market, random }: World): Promise<string | undefined> {
  const poster = random.pick([...market.bidders, market.guests.sanctioned]);
  const slug = random.pick([...market.verticals.keys()]);
  // Few prices, so that many are equal; some are below all reserves.
  const price = BigInt(random.integer(1, 8)) * 25n * UNIT;
  const tip = BigInt(random.integer(0, 1)) * UNIT;
  const { bountyId } = await postBounty(poster, {
    terms: {
      vertical: random.chance(50) ? rootOf(slug) : slug,
      price,
      tip,
      expiresAt: (await market.now()) + random.integer(1, MAX_DAYS) * DAY,
      hourCap: random.integer(0, 2),
      newConsumersOnly: random.chance(30),
    },
    budget: (price + tip) * BigInt(random.integer(1, 3)),
  });
  return `bounty ${bountyId} of ${poster.name}`;
}

/** A bounty that is not over, with its poster. */
async function bountyIn({ market, random }: World) {
  const { bounties } = await listBounties(market, {});
  const live = bounties.filter(({ state }) => state !== "closed");
  if (live.length === 0) return undefined;
  const bounty = random.pick(live);
  const poster = market.parties.find(({ address }) => address === bounty.poster);
  return poster === undefined ? undefined : { ...bounty, poster };
}

async function change(world: World): Promise<string | undefined> {
  const found = await bountyIn(world);
  if (found === undefined) return undefined;
  const { bountyId, poster, state } = found;
  if (world.random.chance(50)) {
    await pauseBounty(poster, { bountyId, paused: state !== "paused" });
    return `bounty ${bountyId}: ${state === "paused" ? "goes on" : "pauses"}`;
  }
  const price = BigInt(world.random.integer(1, 8)) * 25n * UNIT;
  await changeBounty(poster, { bountyId, changes: { price } });
  return `bounty ${bountyId}: another price`;
}

async function end(world: World): Promise<string | undefined> {
  const found = await bountyIn(world);
  if (found === undefined) return undefined;
  await withdrawBounty(found.poster, { bountyId: found.bountyId });
  return `bounty ${found.bountyId}`;
}

async function match(world: World): Promise<string | undefined> {
  const lead = await leadIn(world, "Commit");
  if (lead === undefined) return undefined;
  const { leadId } = lead;
  const { bountyId } = await matchBounty(world.market.anyone, { leadId });
  return `lead ${leadId} with bounty ${bountyId}`;
}

async function record(world: World): Promise<string | undefined> {
  const lead = await leadIn(world, "Sold");
  if (lead === undefined) return undefined;
  await recordPurchase(world.market.anyone, { leadId: lead.leadId });
  return `lead ${lead.leadId}`;
}

/** What parties do with bounties. */
export const BOUNTY_MOVES: readonly Move[] = [
  { name: "post", weight: 4, play: post },
  { name: "match", weight: 4, play: match },
  { name: "change", weight: 2, play: change },
  { name: "end a bounty", weight: 1, play: end },
  { name: "record", weight: 1, play: record },
];
