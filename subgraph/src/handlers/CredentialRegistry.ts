import {
  CredentialRegistered,
  CredentialRemoved,
  CredentialRenewed,
} from "../../generated/CredentialRegistry/CredentialRegistry";
import {
  countCredential,
  expiryOf,
  jurisdictionOf,
  loadCredential,
  newCredentialEvent,
  issueCredential,
} from "../store/credential";
import { isKyc, isSanction } from "../store/credentialTypeId";
import { setSanctioned } from "../store/identity";

export function handleCredentialRegistered(event: CredentialRegistered): void {
  const ccid = event.params.ccid;
  const type = event.params.credentialTypeId;
  const credential = issueCredential(ccid, type, event);
  credential.held = true;
  credential.expiresAt = expiryOf(event.params.expiresAt);
  credential.data = event.params.credentialData;
  if (isKyc(type)) credential.jurisdiction = jurisdictionOf(event.params.credentialData);
  credential.save();
  const entry = newCredentialEvent("Issued", credential, event);
  entry.expiresAt = credential.expiresAt;
  entry.data = credential.data;
  entry.save();
  countCredential(1, event);
  if (isSanction(type)) setSanctioned(ccid, true, event);
}

export function handleCredentialRenewed(event: CredentialRenewed): void {
  const credential = loadCredential(event.params.ccid, event.params.credentialTypeId, event);
  credential.expiresAt = expiryOf(event.params.expiresAt);
  credential.save();
  const entry = newCredentialEvent("Renewed", credential, event);
  entry.expiresAt = credential.expiresAt;
  entry.previousExpiresAt = expiryOf(event.params.previousExpiresAt);
  entry.save();
}

export function handleCredentialRemoved(event: CredentialRemoved): void {
  const ccid = event.params.ccid;
  const type = event.params.credentialTypeId;
  const credential = loadCredential(ccid, type, event);
  credential.held = false;
  credential.revokedAt = event.block.timestamp;
  credential.save();
  newCredentialEvent("Revoked", credential, event).save();
  countCredential(-1, event);
  if (isSanction(type)) setSanctioned(ccid, false, event);
}
