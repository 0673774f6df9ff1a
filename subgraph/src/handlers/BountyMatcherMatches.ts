import { Address, BigInt } from "@graphprotocol/graph-ts";

import { BountyMatched, MatchEnded } from "../../generated/BountyMatcher/BountyMatcher";
import { BountyMatch } from "../../generated/schema";
import { eventId } from "../ids";
import { meetAccount, openAccount } from "../store/account";
import { openAuction } from "../store/auction";
import { openBounty, openBountyDay, shiftBountyMoney } from "../store/bounty";
import { Feed } from "../store/feed";
import { Ledger } from "../store/ledger";
import { beatOffer, openMatch } from "../store/match";
import { stampCreated, stampUpdated } from "../store/stamp";
import { matchEndOf } from "../words";

/** Numbers of `IBountyMatcher.MatchEnd`. */
const SOLD = 0;
const BEATEN = 1;

/** The money stays locked: it belongs to the match now, no longer to the budget. */
export function handleBountyMatched(event: BountyMatched): void {
  const poster = event.params.poster;
  const matcher = event.params.matcher;
  const price = event.params.price;
  const tip = event.params.tip;
  const held = price.plus(tip);
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const bounty = openBounty(event.params.bountyId, event);
  bounty.budget = event.params.budget;
  bounty.matchCount += 1;
  bounty.save();

  const match = new BountyMatch(eventId(event));
  match.bounty = bounty.id;
  match.version = bounty.version;
  match.poster = poster;
  if (matcher != Address.zero()) match.matcher = meetAccount(matcher, event);
  match.lead = auction.lead;
  match.leadId = auction.leadId;
  match.auction = auction.id;
  match.round = auction.round;
  match.price = price;
  match.tip = tip;
  match.locked = held;
  stampCreated(match, event);
  stampUpdated(match, event);
  match.save();

  const feed = new Feed(event, auction);
  feed.addOffer("OfferPlaced", match, match.matcher);
  beatOffer(auction, poster, feed, event);
  auction.offer = match.id;
  auction.save();
  shiftBountyMoney(poster, held.neg(), held, event);
  const day = openBountyDay(bounty.id, event);
  day.matches += 1;
  day.save();
}

/** The house's event of the same transaction says what beat the offer or ended the round, and moves the price of a sale. */
export function handleMatchEnded(event: MatchEnded): void {
  const poster = event.params.poster;
  const price = event.params.price;
  const tip = event.params.tip;
  const held = price.plus(tip);
  const end = event.params.end;
  const freed = event.params.freed;
  const auction = openAuction(event.params.leadId, event.params.round, event);
  const match = openMatch(auction, event);
  match.end = matchEndOf(end);
  match.freed = freed;
  match.locked = BigInt.zero();
  match.endedAt = event.block.timestamp;
  match.endTx = event.transaction.hash;
  match.save();

  const bounty = openBounty(event.params.bountyId, event);
  bounty.budget = event.params.budget;
  const day = openBountyDay(bounty.id, event);
  const ledger = new Ledger(event, auction, bounty.id);
  if (end == SOLD) {
    const matcher = event.params.matcher;
    bounty.saleCount += 1;
    bounty.spent = bounty.spent.plus(price);
    bounty.tipsPaid = bounty.tipsPaid.plus(tip);
    day.sales += 1;
    day.spent = day.spent.plus(price);
    day.tips = day.tips.plus(tip);
    if (!tip.isZero()) {
      ledger.pay(poster, "MatchTipPaid", matcher, "MatchTipEarned", tip);
      const earner = openAccount(matcher, event);
      earner.matchTips = earner.matchTips.plus(tip);
      earner.save();
    }
  } else {
    if (end == BEATEN) day.beaten += 1;
    else day.ended += 1;
    if (freed) ledger.free(poster, "OfferFreed", held);
  }
  bounty.save();
  day.save();
  const isBack = end != SOLD && !freed;
  shiftBountyMoney(poster, isBack ? held : BigInt.zero(), held.neg(), event);
}
