import { auctionId } from "../ids.ts";
import { isEvent, type AnyLog, type History } from "../history.ts";
import { followEnds } from "./ends.ts";
import { followOffers } from "./offers.ts";
import { followOpenings } from "./openings.ts";
import { Round } from "./round.ts";
import { followSealed } from "./sealed.ts";

/** All rounds of all leads, replayed from the logs of auction house, tie-breaker and bounty matcher. */
export function roundsOf({ logs }: History): Round[] {
  const rounds = new Map<string, Round>();
  for (const log of logs) {
    if (isEvent(log, "house", "AuctionCreated")) {
      const round = openRound(log);
      rounds.set(round.id, round);
    } else if (isOfRound(log)) {
      const id = auctionId(log.args.leadId, log.args.round);
      const round = rounds.get(id);
      if (round === undefined) throw new Error(`Nothing opened the round ${id}.`);
      const follow = [followSealed, followOpenings, followOffers].find((one) => one(round, log));
      if (follow === undefined) followEnds(round, log);
    }
  }
  return [...rounds.values()];
}

function openRound(log: Round["created"]): Round {
  const round = new Round(log);
  const { seller, deliveryBond: amount, reserve } = log.args;
  round.move(log, {
    ...{ account: seller, reason: "DeliveryBondLocked", amount },
    ...{ free: -amount, locked: amount },
  });
  round.step(log, "AuctionOpened", seller, { amount: reserve });
  return round;
}

function isOfRound(
  log: AnyLog,
): log is AnyLog & { readonly args: { readonly leadId: bigint; readonly round: number } } {
  const isTold = ["house", "tieBreaker", "matcher"].includes(log.contract);
  return isTold && "round" in (log.args as object) && "leadId" in (log.args as object);
}
