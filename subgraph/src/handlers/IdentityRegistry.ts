import {
  IdentityRegistered,
  IdentityRemoved,
} from "../../generated/IdentityRegistry/IdentityRegistry";
import { IdentityChange } from "../../generated/schema";
import { eventId } from "../ids";
import { openAccount } from "../store/account";
import { countAccounts, openIdentity } from "../store/identity";
import { stampLog } from "../store/stamp";

export function handleIdentityRegistered(event: IdentityRegistered): void {
  const identity = openIdentity(event.params.ccid, event);
  countAccounts(identity, 1, event);
  identity.save();
  const account = openAccount(event.params.account, event);
  account.identity = identity.id;
  account.sanctioned = identity.sanctioned;
  account.save();
  const change = new IdentityChange(eventId(event));
  change.identity = identity.id;
  change.account = account.id;
  change.kind = "Joined";
  stampLog(change, event);
  change.save();
}

export function handleIdentityRemoved(event: IdentityRemoved): void {
  const identity = openIdentity(event.params.ccid, event);
  countAccounts(identity, -1, event);
  identity.save();
  const account = openAccount(event.params.account, event);
  account.identity = null;
  account.sanctioned = false;
  account.save();
  const change = new IdentityChange(eventId(event));
  change.identity = identity.id;
  change.account = account.id;
  change.kind = "Left";
  stampLog(change, event);
  change.save();
}
