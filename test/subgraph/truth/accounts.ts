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
  /** Logs that changed its entity; the first is the one in which it appeared. */
  readonly touches: readonly LogPlace[];
}

/** Every account that ever appeared. */
export function accountsOf(history: History): AccountStory[] {
  const stories = new Map<Address, { movements: Movement[]; touches: AnyLog[] }>();
  const open = (address: Address) => {
    const story = stories.get(address) ?? { movements: [], touches: [] };
    stories.set(address, story);
    return story;
  };
  for (const movement of movementsOf(history)) {
    const { movements, touches } = open(movement.account);
    movements.push(movement);
    touches.push(movement.log);
  }
  for (const [address, log] of touchesOf(history)) open(address).touches.push(log);
  const met = meetingsOf(history);
  for (const address of met.keys()) open(address);
  return [...stories].map(([address, { movements, touches }]) => {
    const first = firstOf(...touches, met.get(address));
    return { address, movements, touches: [first, ...touches] };
  });
}

/** Events besides movements of money that change an account. */
function touchesOf(history: History): [Address, AnyLog][] {
  const sanctions = sanctionsOf(history).flatMap(({ log, accounts }) =>
    accounts.map((account): [Address, AnyLog] => [account, log]),
  );
  const touches = history.logs.flatMap((log): [Address, AnyLog][] => {
    if (isEvent(log, "vault", "DeliveryKeyRegistered")) return [[log.args.account, log]];
    if (isEvent(log, "house", "BidRevealed")) return [[log.args.bidder, log]];
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
    [...met].map(([account, logs]) => [
      account as Address,
      firstOf(...logs.map(([, log]) => log)) as AnyLog,
    ]),
  );
}

/** Accounts from their logs; balances and delivery keys from the vault's views too. */
export async function accountClaims(chain: Chain): Promise<Claim[]> {
  const claims = accountsOf(chain.history).map(async (story) => [
    toldClaim(chain, story),
    await keptClaim(chain, story),
    await standingClaim(chain, story),
  ]);
  return [...(await Promise.all(claims)).flat(), ...keyClaims(chain)];
}

function toldClaim(
  { history, rounds }: Chain,
  { address, movements, touches }: AccountStory,
): Claim {
  const sum = (kind: string) => total(movements.filter((movement) => movement.kind === kind));
  const bids = rounds.flatMap((round) => round.bids.get(address) ?? []);
  const key = latestKey(history, address);
  return {
    entity: "Account",
    id: address,
    fields: {
      free: movements.reduce((free, movement) => free + movement.free, 0n),
      locked: movements.reduce((locked, movement) => locked + movement.locked, 0n),
      deposited: sum("Deposited"),
      withdrawn: sum("Withdrawn"),
      deliveryKey: key && eventId(key),
      bidCount: bids.length,
      revealCount: bids.filter(({ reveal }) => reveal !== undefined).length,
      ...created(firstOf(...touches)),
      ...updated(...touches),
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
    entity: "Account",
    id: address,
    view: "PersonalEscrowVault.freeOf, lockedOf and deliveryKeyHashOf",
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
