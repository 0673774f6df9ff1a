import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Bounty, BountyDay } from "../../generated/schema";
import { bountyDayId, bountyEntityId } from "../ids";
import { asciiOf } from "../text";
import { openAccount } from "./account";
import { stampCreated, stampUpdated } from "./stamp";

const DAY = 24 * 60 * 60;

/** A bounty, to be changed and saved. An event posts every bounty before any other event names it. */
export function openBounty(bountyId: BigInt, event: ethereum.Event): Bounty {
  const bounty = Bounty.load(bountyEntityId(bountyId))!;
  stampUpdated(bounty, event);
  return bounty;
}

/** A bounty that is posted, to be given its terms and saved. */
export function newBounty(bountyId: BigInt, event: ethereum.Event): Bounty {
  const zero = BigInt.zero();
  const bounty = new Bounty(bountyEntityId(bountyId));
  bounty.bountyId = bountyId;
  bounty.version = 1;
  bounty.price = zero;
  bounty.paused = false;
  bounty.closed = false;
  bounty.matchCount = 0;
  bounty.saleCount = 0;
  bounty.spent = zero;
  bounty.tipsPaid = zero;
  stampCreated(bounty, event);
  stampUpdated(bounty, event);
  return bounty;
}

/** Gives a bounty its terms. @param terms a tuple of either event that has them: their classes differ by name only. */
export function setTerms<Terms>(bounty: Bounty, terms: Terms, event: ethereum.Event): void {
  if (bounty.price != terms.price) bounty.pricedAt = event.block.timestamp;
  bounty.vertical = terms.vertical;
  bounty.price = terms.price;
  bounty.tip = terms.tip;
  bounty.expiresAt = terms.expiresAt;
  bounty.hourCap = terms.hourCap;
  bounty.dayCap = terms.dayCap;
  bounty.hours = bitsIn(terms.hourOfWeek);
  bounty.minScore = terms.minScore;
  bounty.maxConsentAge = terms.maxConsentAge;
  bounty.newConsumersOnly = terms.newConsumersOnly;
  bounty.regions = textsIn(terms.regions);
  bounty.sources = textsIn(terms.sources);
  bounty.sellers = addressesIn(terms.sellers);
  bounty.sellersExcluded = terms.sellersExcluded;
  const isPrivate = terms.sealedCriteria.length != 0;
  bounty.privateCriteriaHash = isPrivate ? terms.privateCriteriaHash : null;
  bounty.sealedCriteria = isPrivate ? terms.sealedCriteria : null;
}

/** What happened to a bounty on the day of an event, to be changed and saved. */
export function openBountyDay(bounty: Bytes, event: ethereum.Event): BountyDay {
  const number = event.block.timestamp.toI32() / DAY;
  const id = bountyDayId(bounty, number);
  let day = BountyDay.load(id);
  if (day == null) {
    day = new BountyDay(id);
    day.bounty = bounty;
    day.start = BigInt.fromI32(number).times(BigInt.fromI32(DAY));
    day.matches = 0;
    day.sales = 0;
    day.beaten = 0;
    day.ended = 0;
    day.spent = BigInt.zero();
    day.tips = BigInt.zero();
  }
  stampUpdated(day, event);
  return day;
}

/** Records by how much a poster's locked money changes that is left in budgets, and that is held by offers. */
export function shiftBountyMoney(
  poster: Bytes,
  budgets: BigInt,
  offers: BigInt,
  event: ethereum.Event,
): void {
  const account = openAccount(poster, event);
  account.budgets = account.budgets.plus(budgets);
  account.offers = account.offers.plus(offers);
  account.save();
}

/** Numbers of the bits that are set. */
function bitsIn(mask: BigInt): i32[] {
  const bits: i32[] = [];
  for (let i = 0; i < mask.length; i++) {
    for (let bit = 0; bit < 8; bit++)
      if (((mask[i] >> (bit as u8)) & 1) == 1) bits.push(i * 8 + bit);
  }
  return bits;
}

function textsIn(values: Bytes[]): string[] {
  const texts: string[] = [];
  for (let i = 0; i < values.length; i++) texts.push(asciiOf(values[i]));
  return texts;
}

function addressesIn(values: Address[]): Bytes[] {
  const addresses: Bytes[] = [];
  for (let i = 0; i < values.length; i++) addresses.push(values[i]);
  return addresses;
}
