import { zeroAddress, type Address } from "viem";

import { isEvent, type AnyLog, type ChainLog } from "../history.ts";
import { MATCH_ENDS } from "../words.ts";
import type { Round } from "./round.ts";

/** What happens to the offers of bounties. Returns whether the log is of that kind. */
export function followOffers(round: Round, log: AnyLog): boolean {
  if (isEvent(log, "house", "OfferPlaced")) {
    const { bidder, amount, commitEnd, revealEnd } = log.args;
    [round.leader, round.top] = [bidder, amount];
    [round.commitEnd, round.revealEnd] = [commitEnd, revealEnd];
    round.last = log;
    return true;
  }
  if (isEvent(log, "matcher", "BountyMatched")) return match(round, log);
  return isEvent(log, "matcher", "MatchEnded") && endMatch(round, log);
}

/** The offer that led so far, if any did, is beaten. */
export function beatOffer(round: Round, log: AnyLog, by: Address): void {
  const { offer } = round;
  if (offer === undefined) return;
  offer.beaten = { by, log };
  round.offer = undefined;
  const { poster, price, bountyId } = offer.matched.args;
  round.step(log, "OfferBeaten", poster, { amount: price, counterparty: by, bountyId });
}

/** No money moves. */
function match(round: Round, log: ChainLog<"matcher", "BountyMatched">): boolean {
  const { poster, matcher, price, bountyId } = log.args;
  const counterparty = matcher === zeroAddress ? undefined : matcher;
  round.step(log, "OfferPlaced", poster, { amount: price, counterparty, bountyId });
  beatOffer(round, log, poster);
  round.offer = { matched: log };
  round.matches.push(round.offer);
  round.last = log;
  return true;
}

/** The tip of a sale moves, and what goes to no budget is free. */
function endMatch(round: Round, log: ChainLog<"matcher", "MatchEnded">): boolean {
  const { poster, matcher, price, freed, bountyId } = log.args;
  const tip = BigInt(log.args.tip);
  const { offer } = round;
  if (offer?.matched.args.bountyId !== bountyId) {
    throw new Error(`Another match than that of bounty ${bountyId} ran in the round ${round.id}.`);
  }
  offer.ended = log;
  if (MATCH_ENDS[log.args.end] === "Sold" && tip > 0n) {
    round.pay(log, poster, "MatchTipPaid", matcher, "MatchTipEarned", tip, bountyId);
  }
  const part = { account: poster, reason: "OfferFreed", amount: price + tip, bountyId };
  if (freed) round.move(log, { ...part, free: price + tip, locked: -(price + tip) });
  return true;
}
