import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { cancelAuction } from "../../deploy/sdk/actions/auction/cancelAuction.ts";
import { createAuction } from "../../deploy/sdk/actions/auction/createAuction.ts";
import { reportBlockedDelivery } from "../../deploy/sdk/actions/auction/reportBlockedDelivery.ts";
import { reportOutage } from "../../deploy/sdk/actions/auction/reportOutage.ts";
import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { revealBid } from "../../deploy/sdk/actions/bid/revealBid.ts";
import { withdrawBid } from "../../deploy/sdk/actions/bid/withdrawBid.ts";
import { keepAuctions } from "../../deploy/sdk/actions/keeper/keepAuctions.ts";
import { deliverLead } from "../../deploy/sdk/actions/lead/deliverLead.ts";
import { eraseLead } from "../../deploy/sdk/actions/lead/eraseLead.ts";
import { submitLead } from "../../deploy/sdk/actions/lead/submitLead.ts";
import { withdraw } from "../../deploy/sdk/actions/vault/withdraw.ts";
import { BOUNTY_MOVES } from "./bountyMoves.ts";
import { FAILURES } from "./failures.ts";
import { verticalOf } from "../scenarios/day/market.ts";
import { isIdle, leadIn, type World } from "./world.ts";

/** Something that happens, often refused. Says what it was where that is worth a line. */
export interface Move {
  readonly name: string;
  /** How often it comes, beside the others. */
  readonly weight: number;
  readonly play: (world: World) => Promise<string | undefined>;
}

const MINUTE = 60;
const HOUR = 60 * MINUTE;
/** Times that pass between two things, seconds. */
const PAUSES = [MINUTE, MINUTE, 10 * MINUTE, 10 * MINUTE, HOUR, 6 * HOUR, 26 * HOUR] as const;
/** What is withdrawn at once, and what bids differ by, USDC units. */
const UNIT = 1_000_000n;

/** Failures that are on at once, at most. */
const MOST_FAILING = 4;

async function sell(world: World): Promise<string | undefined> {
  const { market, random, seed, leads } = world;
  if (isIdle(world, "sellers")) return undefined;
  const seller = random.pick([market.sellers.honest, market.sellers.idle]);
  const [plain] = generateLeads({
    seed,
    first: world.drafted++,
    count: 1,
    now: await market.now(),
    verticals: [...market.verticals.values()],
  });
  if (plain === undefined) return undefined;
  const lead = { ...plain, terms: { ...plain.terms, instantSale: random.chance(30) } };
  const onChain = random.chance(20);
  const vertical = verticalOf(market.verticals, lead.vertical);
  const { leadId } = await submitLead(seller, { lead, vertical, onChain });
  leads.push({ leadId, seller });
  return `lead ${leadId}`;
}

async function bid(world: World): Promise<string | undefined> {
  const { market, random } = world;
  const lead = await leadIn(world, "Commit");
  if (lead === undefined) return undefined;
  const { leadId } = lead;
  const { reserve } = await market.contracts.house.read.auctionOf([leadId]);
  // Few amounts, so that ties are common; some are below the reserve.
  const amount = reserve + BigInt(random.integer(-1, 3)) * UNIT;
  const bidder = random.pick([...market.bidders, market.guests.sanctioned]);
  const opening = random.pick(["timelock", "timelock", "self"] as const);
  await commitBid(bidder, { leadId, amount, opening });
  return `${bidder.name} on lead ${leadId}, ${opening}`;
}

async function reveal(world: World): Promise<string | undefined> {
  const { market, random } = world;
  const lead = isIdle(world, "bidders") ? undefined : await leadIn(world, "Reveal");
  if (lead === undefined) return undefined;
  const bidder = random.pick(market.bidders);
  const { outcome } = await revealBid(bidder, { leadId: lead.leadId });
  return `${bidder.name} on lead ${lead.leadId}: ${outcome}`;
}

async function keep(world: World): Promise<string | undefined> {
  if (isIdle(world, "keeper")) return undefined;
  const { actions, opened } = await keepAuctions(world.keeper);
  return actions.length + opened.length === 0 ? undefined : `${actions.length} things`;
}

async function deliver(world: World): Promise<string | undefined> {
  const lead = isIdle(world, "sellers") ? undefined : await leadIn(world, "Delivery");
  if (lead === undefined) return undefined;
  await deliverLead(lead.seller, { leadId: lead.leadId });
  return `lead ${lead.leadId}`;
}

async function listAgain(world: World): Promise<string | undefined> {
  const lead = await leadIn(world, "Unsold", "Undelivered", "Voided");
  if (lead === undefined) return undefined;
  await createAuction(lead.seller, { leadId: lead.leadId, acceptFees: true });
  return `lead ${lead.leadId}`;
}

async function cancel(world: World): Promise<string | undefined> {
  const lead = await leadIn(world, "Commit", "Reveal");
  if (lead === undefined) return undefined;
  await cancelAuction(lead.seller, { leadId: lead.leadId });
  return `lead ${lead.leadId}`;
}

async function erase({ leads, random }: World): Promise<string | undefined> {
  if (leads.length === 0) return undefined;
  const { leadId, seller } = random.pick(leads);
  await eraseLead(seller, { leadId });
  return `lead ${leadId}`;
}

async function takeBack(world: World): Promise<string | undefined> {
  const lead = await leadIn(world, "Commit");
  if (lead === undefined) return undefined;
  const bidder = world.random.pick(world.market.bidders);
  await withdrawBid(bidder, { leadId: lead.leadId });
  return `${bidder.name} on lead ${lead.leadId}`;
}

async function report(world: World): Promise<string | undefined> {
  const { market, random, leads } = world;
  if (leads.length === 0) return undefined;
  const { leadId } = random.pick(leads);
  const tell = random.chance(50) ? reportOutage : reportBlockedDelivery;
  await tell(market.anyone, { leadId });
  return `lead ${leadId}`;
}

async function payOut({ market, random }: World): Promise<string | undefined> {
  const party = random.pick(market.parties);
  await withdraw(party, { amount: UNIT });
  return party.name;
}

async function answerWords(world: World): Promise<string | undefined> {
  if (!isIdle(world, "vrf")) await world.vrf.answerAll();
  return undefined;
}

async function pass({ stack, random }: World): Promise<string | undefined> {
  const seconds = random.pick(PAUSES);
  await stack.connection.networkHelpers.time.increase(seconds);
  return `${seconds} s`;
}

/** Something fails, or works again: the more fails, the likelier is a repair, so that there is always a market. */
async function fail(world: World): Promise<string | undefined> {
  const { random, failing } = world;
  const isRepair = random.integer(1, MOST_FAILING) <= failing.size;
  const failure = random.pick(FAILURES.filter(({ name }) => failing.has(name) === isRepair));
  if (isRepair) {
    failing.delete(failure.name);
    await failure.end(world);
    return `${failure.name} works again`;
  }
  failing.add(failure.name);
  await failure.begin(world);
  return `${failure.name} fails`;
}

/** All that happens. */
export const MOVES: readonly Move[] = [
  { name: "sell", weight: 5, play: sell },
  { name: "bid", weight: 16, play: bid },
  { name: "pass", weight: 6, play: pass },
  { name: "reveal", weight: 5, play: reveal },
  { name: "keep", weight: 4, play: keep },
  { name: "deliver", weight: 5, play: deliver },
  { name: "list again", weight: 3, play: listAgain },
  { name: "answer words", weight: 2, play: answerWords },
  { name: "fail", weight: 6, play: fail },
  { name: "cancel", weight: 1, play: cancel },
  { name: "erase", weight: 1, play: erase },
  { name: "take back", weight: 1, play: takeBack },
  { name: "report", weight: 2, play: report },
  { name: "withdraw", weight: 1, play: payOut },
  ...BOUNTY_MOVES,
];
