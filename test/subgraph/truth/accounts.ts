import { concatHex, keccak256, zeroHash, type Address, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { heldBy } from "./bounties/bountiesOf.ts";
import { accountsOf, type AccountStory } from "./accountStories.ts";
import type { Chain } from "./chain.ts";
import { born, logged, updated, type Claim } from "./claim.ts";
import type { ChainLog, History } from "./history.ts";
import { eventId } from "./ids.ts";
import { pointBytes } from "./words.ts";

/** Accounts from their logs; balances, delivery keys and standing from the contracts' views too. */
export async function accountClaims(chain: Chain): Promise<Claim[]> {
  const claims = accountsOf(chain).map(async (story) => [
    toldClaim(chain, story),
    await keptClaim(chain, story),
    await standingClaim(chain, story),
  ]);
  return [...(await Promise.all(claims)).flat(), ...keyClaims(chain)];
}

function toldClaim(chain: Chain, story: AccountStory): Claim {
  const { address, movements, first, changes } = story;
  const key = latestKey(chain.history, address);
  return {
    entity: "Account",
    id: address,
    fields: {
      free: movements.reduce((free, movement) => free + movement.free, 0n),
      locked: movements.reduce((locked, movement) => locked + movement.locked, 0n),
      deliveryKey: key && eventId(key),
      ...recordOf(chain, story),
      ...born(first),
      ...updated(...changes),
    },
  };
}

/** What the account did as bidder, buyer and seller. */
function recordOf({ history, rounds, bounties }: Chain, { address, movements }: AccountStory) {
  const sum = (reason: string) =>
    movements.reduce((all, one) => (one.reason === reason ? all + one.amount : all), 0n);
  const bids = rounds.flatMap((round) => round.bids.get(address) ?? []);
  const won = rounds.filter(({ end }) => end?.buyer === address);
  const own = rounds.filter(({ created }) => created.args.seller === address);
  const lost = history.of("house", "BondForfeited").filter(({ args }) => args.bidder === address);
  const posted = bounties.filter(({ poster }) => poster === address);
  return {
    budgets: posted.reduce((all, { budget }) => all + budget, 0n),
    offers: posted.flatMap(({ matches }) => matches).reduce((all, one) => all + heldBy(one), 0n),
    deposited: sum("Deposited"),
    withdrawn: sum("Withdrawn"),
    bidCount: bids.length,
    revealCount: bids.filter(({ revealed }) => revealed !== undefined).length,
    winCount: won.length,
    purchaseCount: won.filter(({ end }) => end?.outcome === "Sold").length,
    spent: sum("SalePaid"),
    forfeitureCount: lost.length,
    forfeited: lost.reduce((all, { args }) => all + args.bond, 0n),
    compensationEarned: sum("CompensationEarned"),
    tips: sum("TipEarned"),
    matchTips: sum("MatchTipEarned"),
    auctionCount: own.length,
    saleCount: own.filter(({ end }) => end?.outcome === "Sold").length,
    earned: sum("SaleEarned"),
    missedDeliveryCount: own.filter(({ end }) => end?.buyer && end.excused === false).length,
    compensationPaid: sum("CompensationPaid"),
    penaltiesPaid: sum("PenaltyPaid"),
  };
}

async function keptClaim(
  { contracts: { vault }, at, history }: Chain,
  { address }: AccountStory,
): Promise<Claim> {
  const hash = await vault.read.deliveryKeyHashOf([address], at);
  const key = latestKey(history, address);
  if (hash !== (key ? hashOf(key) : zeroHash)) {
    throw new Error(`The last delivery key of ${address} is not the one on record.`);
  }
  return {
    entity: "Account",
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
    fields: { account: log.args.account, key: pointBytes(log.args.key), ...logged(log) },
  }));
}

function latestKey(history: History, address: Address) {
  const keys = history.of("vault", "DeliveryKeyRegistered");
  return keys.findLast(({ args }) => args.account === address);
}

function hashOf({ args }: ChainLog<"vault", "DeliveryKeyRegistered">): Hex {
  return keccak256(concatHex([pointBytes(args.key)]));
}
