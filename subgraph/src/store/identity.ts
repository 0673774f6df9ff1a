import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Identity } from "../../generated/schema";
import { openProtocol } from "./protocol";
import { stampUpdated } from "./stamp";

/** An identity, to be changed and saved. */
export function openIdentity(ccid: Bytes, event: ethereum.Event): Identity {
  let identity = Identity.load(ccid);
  if (identity == null) {
    identity = new Identity(ccid);
    identity.accountCount = 0;
    identity.sanctioned = false;
  }
  stampUpdated(identity, event);
  return identity;
}

/** Creates an identity if it is new; returns its id. */
export function meetIdentity(ccid: Bytes, event: ethereum.Event): Bytes {
  if (Identity.load(ccid) == null) openIdentity(ccid, event).save();
  return ccid;
}

/** Counts accounts that join (1) or leave (-1) an identity, and identities that have any. */
export function countAccounts(identity: Identity, change: i32, event: ethereum.Event): void {
  const before = identity.accountCount;
  identity.accountCount += change;
  if (before == 0 || identity.accountCount == 0) {
    const protocol = openProtocol(event);
    protocol.identities += change;
    protocol.save();
  }
}

/** Marks an identity and all its accounts as sanctioned, or no longer so. */
export function setSanctioned(ccid: Bytes, sanctioned: boolean, event: ethereum.Event): void {
  const identity = openIdentity(ccid, event);
  identity.sanctioned = sanctioned;
  identity.save();
  const accounts = identity.accounts.load();
  for (let i = 0; i < accounts.length; i++) {
    const account = accounts[i];
    account.sanctioned = sanctioned;
    stampUpdated(account, event);
    account.save();
  }
  const protocol = openProtocol(event);
  protocol.sanctions += sanctioned ? 1 : -1;
  protocol.save();
}
