import { zeroAddress, type Address } from "viem";

import { groupBy } from "../facts/groupBy.ts";
import type { Chain } from "./chain.ts";
import { firstOf } from "./claim.ts";
import { sanctionsOf } from "./compliance/identities.ts";
import { refusalsOf } from "./compliance/refusals.ts";
import { isEvent, type AnyLog, type LogPlace } from "./history.ts";
import type { Movement } from "./rounds/round.ts";

/** What the logs say of one account. */
export interface AccountStory {
  readonly address: Address;
  readonly movements: readonly Movement[];
  /** The log in which it appeared. */
  readonly first: LogPlace;
  /** Logs that changed it. */
  readonly changes: readonly LogPlace[];
}

type Named = readonly [account: Address, log: AnyLog];

/** Every account that ever appeared. */
export function accountsOf(chain: Chain): AccountStory[] {
  const movements = groupBy(chain.movements, ({ account }) => account);
  const changes = groupBy(changesOf(chain), ([account]) => account);
  const met = groupBy(meetingsOf(chain), ([account]) => account);
  const addresses = new Set([...movements.keys(), ...changes.keys(), ...met.keys()]);
  return [...addresses].map((address) => {
    const own = movements.get(address) ?? [];
    const logs = [
      ...own.map(({ log }) => log),
      ...(changes.get(address) ?? []).map(([, log]) => log),
    ];
    const first = firstOf(...logs, ...(met.get(address) ?? []).map(([, log]) => log));
    return { address, movements: own, first, changes: [first, ...logs] };
  });
}

/** Events that change an account, whether money moves or not. */
function changesOf({ history, rounds }: Chain): Named[] {
  const sanctions = sanctionsOf(history).flatMap(({ log, accounts }) =>
    accounts.map((account): Named => [account, log]),
  );
  const ends = rounds.flatMap(({ created, end }): Named[] => {
    if (end === undefined) return [];
    const buyer: Named[] = end.buyer === undefined ? [] : [[end.buyer, end.log]];
    const isOnRecord = ["Sold", "Undelivered", "Erased"].includes(end.outcome);
    return isOnRecord ? [...buyer, [created.args.seller, end.log]] : buyer;
  });
  const bids = rounds.flatMap((round) => [...round.bids.values()]);
  const placed = bids.map(({ bidder, first }): Named => [bidder, first]);
  const told = history.logs.flatMap((log): Named[] => {
    if (isEvent(log, "vault", "Deposited")) return [[log.args.account, log]];
    if (isEvent(log, "vault", "Withdrawn")) return [[log.args.account, log]];
    if (isEvent(log, "vault", "DeliveryKeyRegistered")) return [[log.args.account, log]];
    if (isEvent(log, "identities", "IdentityRegistered")) return [[log.args.account, log]];
    if (isEvent(log, "identities", "IdentityRemoved")) return [[log.args.account, log]];
    if (isEvent(log, "house", "AuctionCreated")) return [[log.args.seller, log]];
    if (isEvent(log, "house", "BidRevealed")) return [[log.args.bidder, log]];
    if (isEvent(log, "matcher", "BountyMatched")) return [[log.args.poster, log]];
    if (isEvent(log, "matcher", "MatchEnded")) return [[log.args.poster, log]];
    if (isEvent(log, "matcher", "BountyClosed")) return [[log.args.poster, log]];
    if (isEvent(log, "house", "BondForfeited")) {
      return [
        [log.args.bidder, log],
        [log.args.caller, log],
      ];
    }
    return [];
  });
  return [...sanctions, ...ends, ...placed, ...told];
}

/** Events that name an account without changing it. */
function meetingsOf({ history }: Chain): Named[] {
  const named = history.logs.flatMap((log): Named[] => {
    if (isEvent(log, "gate", "PassesDropped")) return [[log.args.account, log]];
    if (isEvent(log, "gate", "PassGranted")) return [[log.args.account, log]];
    if (isEvent(log, "gate", "BiddingAccountSet")) return [[log.args.account, log]];
    if (isEvent(log, "matcher", "BountyMatched")) {
      return log.args.matcher === zeroAddress ? [] : [[log.args.matcher, log]];
    }
    if (isEvent(log, "nft", "LeadMinted")) return [[log.args.seller, log]];
    if (isEvent(log, "nft", "LeadDelivered")) return [[log.args.to, log]];
    if (isEvent(log, "accessManager", "RoleGranted")) return [[log.args.account, log]];
    return [];
  });
  const refused = refusalsOf(history).flatMap(({ account, log }): Named[] =>
    account === undefined ? [] : [[account, log]],
  );
  return [...named, ...refused];
}
