import { size, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../../../deploy/parameters/compliance/credentialTypes.ts";
import type { Chain } from "../chain.ts";
import { logged, updated, type Claim } from "../claim.ts";
import { isEvent, type AnyLog, type ChainLog, type History } from "../history.ts";
import { eventId, pairId } from "../ids.ts";
import { asciiIn } from "../words.ts";

type CredentialLog = ChainLog<
  "credentials",
  "CredentialRegistered" | "CredentialRenewed" | "CredentialRemoved"
>;

const REGION_SIZE = 6;

/** Credentials as the registry has them, and their history from its logs. */
export async function credentialClaims(chain: Chain): Promise<Claim[]> {
  const logs = credentialLogs(chain.history);
  const groups = new Map<string, CredentialLog[]>();
  for (const log of logs) {
    const id = idOf(log);
    groups.set(id, [...(groups.get(id) ?? []), log]);
  }
  const kept = [...groups].map(([id, own]) => credentialClaim(chain, id, own));
  return [...(await Promise.all(kept)), ...logs.map(historyClaim)];
}

async function credentialClaim(
  { contracts: { credentials }, at }: Chain,
  id: string,
  logs: readonly CredentialLog[],
): Promise<Claim> {
  const [first, last] = [logs[0], logs.at(-1)] as [CredentialLog, CredentialLog];
  const { ccid, credentialTypeId } = first.args;
  const issue = logs.findLast((log) => isEvent(log, "credentials", "CredentialRegistered"));
  if (issue === undefined) throw new Error(`Nothing issued the credential ${id}.`);
  const held = (await credentials.read.getCredentialTypes([ccid], at)).includes(credentialTypeId);
  const kept = held
    ? await credentials.read.getCredential([ccid, credentialTypeId], at)
    : { expiresAt: lastExpiryIn(logs), credentialData: issue.args.credentialData };
  const isKyc = credentialTypeId === CREDENTIAL_TYPES.kyc;
  return {
    entity: "Credential",
    id,
    view: "CredentialRegistry.getCredential",
    fields: {
      identity: ccid,
      type: credentialTypeId,
      held,
      expiresAt: kept.expiresAt === 0 ? null : kept.expiresAt,
      data: kept.credentialData,
      jurisdiction: isKyc ? jurisdictionIn(kept.credentialData) : null,
      issuedAt: issue.timestamp,
      revokedAt: held ? null : last.timestamp,
      ...updated(last),
    },
  };
}

/** What a credential's expiry was before it was revoked. */
function lastExpiryIn(logs: readonly CredentialLog[]): number {
  const set = logs.findLast(({ event }) => event !== "CredentialRemoved");
  return (set?.args as { readonly expiresAt: number }).expiresAt;
}

function historyClaim(log: CredentialLog): Claim {
  const issued = isEvent(log, "credentials", "CredentialRegistered") ? log.args : undefined;
  const renewed = isEvent(log, "credentials", "CredentialRenewed") ? log.args : undefined;
  const { ccid, credentialTypeId } = log.args;
  return {
    entity: "CredentialEvent",
    id: eventId(log),
    fields: {
      kind: issued ? "Issued" : renewed ? "Renewed" : "Revoked",
      credential: idOf(log),
      identity: ccid,
      type: credentialTypeId,
      expiresAt: (issued ?? renewed)?.expiresAt || null,
      previousExpiresAt: renewed?.previousExpiresAt || null,
      data: issued?.credentialData,
      ...logged(log),
    },
  };
}

function credentialLogs({ logs }: History): CredentialLog[] {
  return logs.filter(
    (log: AnyLog): log is CredentialLog =>
      isEvent(log, "credentials", "CredentialRegistered") ||
      isEvent(log, "credentials", "CredentialRenewed") ||
      isEvent(log, "credentials", "CredentialRemoved"),
  );
}

function idOf({ args: { ccid, credentialTypeId } }: CredentialLog): string {
  return pairId(ccid, credentialTypeId);
}

function jurisdictionIn(data: Hex): string | null {
  return size(data) === REGION_SIZE ? asciiIn(data) : null;
}
