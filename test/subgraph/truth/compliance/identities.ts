import { zeroAddress, type Address, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../../../deploy/parameters/compliance/credentialTypes.ts";
import type { Chain } from "../chain.ts";
import { firstOf, isBefore, logged, updated, type Claim } from "../claim.ts";
import { isEvent, type AnyLog, type ChainLog, type History } from "../history.ts";
import { eventId } from "../ids.ts";

/** A change of an identity's accounts. */
interface Population {
  readonly log: AnyLog;
  readonly ccid: Hex;
  /** Whether the identity had no account before, or has none now. */
  readonly isTurn: boolean;
  /** Its accounts now. */
  readonly accounts: readonly Address[];
}

/** Identities that anything happened to, as the subgraph has them. */
export function ccidsOf(history: History): Hex[] {
  const logs = [...populationsOf(history).map(({ ccid }) => ccid), ...holdersOf(history)];
  return [...new Set(logs)];
}

/** Identities that credentials were issued to. */
export function holdersOf(history: History): Hex[] {
  const issued = history.of("credentials", "CredentialRegistered");
  return [...new Set(issued.map(({ args }) => args.ccid))];
}

/** Every account that joined or left an identity, in order. */
export function populationsOf({ logs }: History): Population[] {
  const members = new Map<Hex, readonly Address[]>();
  return logs.flatMap((log) => {
    const joins = isEvent(log, "identities", "IdentityRegistered");
    if (!joins && !isEvent(log, "identities", "IdentityRemoved")) return [];
    const { ccid, account } = log.args;
    const before = members.get(ccid) ?? [];
    const accounts = joins ? [...before, account] : before.filter((one) => one !== account);
    members.set(ccid, accounts);
    return [{ log, ccid, accounts, isTurn: before.length === 0 || accounts.length === 0 }];
  });
}

/** Every time that an identity was sanctioned or no longer so, with the accounts that it had. */
export function sanctionsOf(history: History) {
  const populations = populationsOf(history);
  return history.logs.flatMap((log) => {
    const isSanction =
      isEvent(log, "credentials", "CredentialRegistered") ||
      isEvent(log, "credentials", "CredentialRemoved");
    if (!isSanction || log.args.credentialTypeId !== CREDENTIAL_TYPES.sanctioned) return [];
    const { ccid } = log.args;
    const last = populations.findLast((one) => one.ccid === ccid && isBefore(one.log, log));
    return [{ log, ccid, accounts: last?.accounts ?? [] }];
  });
}

/** Identities as both registries and the gate have them. */
export async function identityClaims(chain: Chain): Promise<Claim[]> {
  const { history, contracts, at } = chain;
  const populations = populationsOf(history);
  const sanctions = sanctionsOf(history);
  const issued = history.of("credentials", "CredentialRegistered");
  const seats = history.of("gate", "BiddingAccountSet");
  const claims = ccidsOf(history).map(async (ccid): Promise<Claim> => {
    const own = populations.filter((one) => one.ccid === ccid).map(({ log }) => log);
    const credentials = issued.filter(({ args }) => args.ccid === ccid);
    const first = firstOf(...own, ...credentials);
    const types = await contracts.credentials.read.getCredentialTypes([ccid], at);
    const bidder = await contracts.gate.read.biddingAccountOf([ccid], at);
    return {
      entity: "Identity",
      id: ccid,
      view: "both registries and ComplianceGate.biddingAccountOf",
      fields: {
        accountCount: (await contracts.identities.read.getAccounts([ccid], at)).length,
        sanctioned: types.includes(CREDENTIAL_TYPES.sanctioned),
        biddingAccount: bidder === zeroAddress ? null : bidder,
        ...updated(
          first,
          ...own,
          ...sanctions.filter((one) => one.ccid === ccid).map(({ log }) => log),
          ...seats.filter(({ args }) => args.identity === ccid),
        ),
      },
    };
  });
  const kept = await Promise.all(claims);
  return [...kept, ...changeClaims(populations), ...seats.map(seatClaim)];
}

function seatClaim(log: ChainLog<"gate", "BiddingAccountSet">): Claim {
  const { identity, account, previous } = log.args;
  const before = previous === zeroAddress ? null : previous;
  const fields = { kind: "Bids", identity, account, previous: before, ...logged(log) };
  return { entity: "IdentityChange", id: eventId(log), fields };
}

function changeClaims(populations: readonly Population[]): Claim[] {
  return populations.map(({ log, ccid }) => ({
    entity: "IdentityChange",
    id: eventId(log),
    fields: {
      kind: log.event === "IdentityRegistered" ? "Joined" : "Left",
      identity: ccid,
      account: (log.args as { readonly account: Address }).account,
      previous: null,
      ...logged(log),
    },
  }));
}
