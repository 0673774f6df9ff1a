import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Credential, CredentialEvent } from "../../generated/schema";
import { credentialEntityId, eventId } from "../ids";
import { asciiOf, REGION_SIZE } from "../text";
import { openCredentialType } from "./credentialType";
import { meetIdentity } from "./identity";
import { openProtocol } from "./protocol";
import { stampLog, stampUpdated } from "./stamp";

/** A credential that is issued, for the first time or again; to be filled in and saved. */
export function issueCredential(ccid: Bytes, typeId: Bytes, event: ethereum.Event): Credential {
  const credential = new Credential(credentialEntityId(ccid, typeId));
  credential.identity = meetIdentity(ccid, event);
  credential.type = openCredentialType(typeId, event);
  credential.issuedAt = event.block.timestamp;
  credential.revokedAt = null;
  stampUpdated(credential, event);
  return credential;
}

/** A held credential, to be changed and saved: only those are renewed or revoked. */
export function loadCredential(ccid: Bytes, typeId: Bytes, event: ethereum.Event): Credential {
  const credential = Credential.load(credentialEntityId(ccid, typeId))!;
  stampUpdated(credential, event);
  return credential;
}

/** An entry of a credential's history, to be completed and saved. */
export function newCredentialEvent(
  kind: string,
  credential: Credential,
  event: ethereum.Event,
): CredentialEvent {
  const entry = new CredentialEvent(eventId(event));
  entry.kind = kind;
  entry.credential = credential.id;
  entry.identity = credential.identity;
  entry.type = credential.type;
  stampLog(entry, event);
  return entry;
}

/** Counts credentials that are held: one more (1) or one less (-1). */
export function countCredential(change: i32, event: ethereum.Event): void {
  const protocol = openProtocol(event);
  protocol.credentials += change;
  protocol.save();
}

/** The registry's expiry; null for zero, which means without an end. */
export function expiryOf(expiresAt: BigInt): BigInt | null {
  return expiresAt.isZero() ? null : expiresAt;
}

/** The jurisdiction in a KYC credential's data; null if an issuer filed anything but a region's six bytes. */
export function jurisdictionOf(data: Bytes): string | null {
  return data.length == REGION_SIZE ? asciiOf(data) : null;
}
