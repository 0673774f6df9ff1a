import { concatHex, keccak256, zeroHash, type Address, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { groupBy } from "../facts/groupBy.ts";
import type { Chain } from "./chain.ts";
import { created, firstOf, updated, type Claim } from "./claim.ts";
import { sanctionsOf } from "./compliance/identities.ts";
import { refusalsOf } from "./compliance/refusals.ts";
import { isEvent, type AnyLog, type ChainLog, type History, type LogPlace } from "./history.ts";
import { eventId } from "./ids.ts";
import { movementsOf, type Movement } from "./movements.ts";
import { pointBytes } from "./words.ts";

/** What the logs say of one account. */
export interface AccountStory {
  readonly address: Address;
  readonly movements: readonly Movement[];
  /** The log in which it appeared. */
  readonly first: LogPlace;
  /** Logs that changed it, balance aside. */
  readonly touches: readonly LogPlace[];
}

/** Every account that ever appeared. */
export function accountsOf(history: History): AccountStory[] {
  const movements = groupBy(movementsOf(history), ({ account }) => account);
  const touches = groupBy(touchesOf(history), ([account]) => account);
  const met = meetingsOf(history);
  const addresses = new Set([...movements.keys(), ...touches.keys(), ...met.keys()]);
  return [...addresses].map((address) => {
    const own = movements.get(address) ?? [];
    const changes = (touches.get(address) ?? []).map(([, log]) => log);
    const first = firstOf(...own.map(({ log }) => log), ...changes, met.get(address));
    return { address, movements: own, first, touches: changes };
  });
}

/** Events that change an account, its balance aside. */
function touchesOf(history: History): [Address, AnyLog][] {
  const sanctions = sanctionsOf(history).flatMap(({ log, accounts }) =>
    accounts.map((account): [Address, AnyLog] => [account, log]),
  );
  const touches = history.logs.flatMap((log): [Address, AnyLog][] => {
    if (isEvent(log, "vault", "Deposited")) return [[log.args.account, log]];
    if (isEvent(log, "vault", "Withdrawn")) return [[log.args.account, log]];
    if (isEvent(log, "vault", "DeliveryKeyRegistered")) return [[log.args.account, log]];
    if (isEvent(log, "identities", "IdentityRegistered")) return [[log.args.account, log]];
    if (isEvent(log, "identities", "IdentityRemoved")) return [[log.args.account, log]];
    return [];
  });
  return [...touches, ...sanctions];
}

/** The first events that name an account without changing it. */
function meetingsOf(history: History): ReadonlyMap<Address, AnyLog> {
  const named = history.logs.flatMap((log): [Address, AnyLog][] => {
    if (isEvent(log, "gate", "PassesDropped")) return [[log.args.account, log]];
    if (isEvent(log, "gate", "PassGranted")) return [[log.args.account, log]];
    if (isEvent(log, "nft", "LeadMinted")) return [[log.args.seller, log]];
    if (isEvent(log, "nft", "LeadDelivered")) return [[log.args.to, log]];
    if (isEvent(log, "accessManager", "RoleGranted")) return [[log.args.account, log]];
    return [];
  });
  const refused = refusalsOf(history).flatMap(({ account, log }) =>
    account === undefined ? [] : [[account, log] as const],
  );
  const met = groupBy([...named, ...refused], ([account]) => account);
  return new Map(
    [...met].map(([account, logs]) => [account, firstOf(...logs.map(([, log]) => log)) as AnyLog]),
  );
}

/** Accounts and balances from their logs; balances and delivery keys from the vault's views too. */
export async function accountClaims(chain: Chain): Promise<Claim[]> {
  const claims = accountsOf(chain.history).map(async (story) => [
    accountClaim(chain, story),
    balanceClaim(chain, story),
    await keptClaim(chain, story),
    await standingClaim(chain, story),
  ]);
  return [...(await Promise.all(claims)).flat(), ...keyClaims(chain)];
}

function accountClaim({ history }: Chain, { address, movements, first, touches }: AccountStory) {
  const sum = (kind: string) => total(movements.filter((movement) => movement.kind === kind));
  const key = latestKey(history, address);
  return {
    entity: "Account",
    id: address,
    fields: {
      balance: address,
      deposited: sum("Deposited"),
      withdrawn: sum("Withdrawn"),
      deliveryKey: key && eventId(key),
      ...created(first),
      ...updated(first, ...touches),
    },
  };
}

function balanceClaim({ history, rounds }: Chain, { address, movements, first }: AccountStory) {
  const bids = rounds.flatMap((round) => round.bids.get(address) ?? []);
  const opened = history.of("house", "BidRevealed").filter(({ args }) => args.bidder === address);
  return {
    entity: "Balance",
    id: address,
    fields: {
      free: movements.reduce((free, movement) => free + movement.free, 0n),
      locked: movements.reduce((locked, movement) => locked + movement.locked, 0n),
      bidCount: bids.length,
      revealCount: bids.filter(({ reveal }) => reveal !== undefined).length,
      auctionCount: rounds.filter((round) => round.created.args.seller === address).length,
      ...created(first),
      ...updated(first, ...movements.map(({ log }) => log), ...opened),
    },
  };
}

async function keptClaim({ contracts: { vault }, at, history }: Chain, { address }: AccountStory) {
  const hash = await vault.read.deliveryKeyHashOf([address], at);
  const key = latestKey(history, address);
  if (hash !== (key ? hashOf(key) : zeroHash)) {
    throw new Error(`The last delivery key of ${address} is not the one on record.`);
  }
  return {
    entity: "Balance",
    id: address,
    view: "PersonalEscrowVault.freeOf and lockedOf",
    fields: {
      free: await vault.read.freeOf([address], at),
      locked: await vault.read.lockedOf([address], at),
    },
  };
}

async function standingClaim(
  { contracts: { identities, credentials }, at }: Chain,
  { address }: AccountStory,
): Promise<Claim> {
  const ccid = await identities.read.getIdentity([address], at);
  const isKnown = ccid !== zeroHash;
  const held = isKnown ? await credentials.read.getCredentialTypes([ccid], at) : [];
  return {
    entity: "Account",
    id: address,
    view: "IdentityRegistry.getIdentity and CredentialRegistry.getCredentialTypes",
    fields: {
      identity: isKnown ? ccid : null,
      sanctioned: held.includes(CREDENTIAL_TYPES.sanctioned),
    },
  };
}

function keyClaims({ history }: Chain): Claim[] {
  return history.of("vault", "DeliveryKeyRegistered").map((log) => ({
    entity: "DeliveryKey",
    id: eventId(log),
    fields: { account: log.args.account, key: pointBytes(log.args.key), ...created(log) },
  }));
}

function latestKey(history: History, address: Address) {
  const keys = history.of("vault", "DeliveryKeyRegistered");
  return keys.findLast(({ args }) => args.account === address);
}

function hashOf({ args }: ChainLog<"vault", "DeliveryKeyRegistered">): Hex {
  return keccak256(concatHex([pointBytes(args.key)]));
}

function total(movements: readonly Movement[]): bigint {
  return movements.reduce((sum, { amount }) => sum + amount, 0n);
}
