import {
  IdentityRegistered,
  IdentityRemoved,
} from "../../generated/IdentityRegistry/IdentityRegistry";
import { IdentityChange } from "../../generated/schema";
import { eventId } from "../ids";
import { AccountChange } from "../store/account";
import { countAccounts, openIdentity } from "../store/identity";
import { stampCreated } from "../store/stamp";

export function handleIdentityRegistered(event: IdentityRegistered): void {
  const identity = openIdentity(event.params.ccid, event);
  countAccounts(identity, 1, event);
  identity.save();
  const account = new AccountChange(event.params.account, event).after;
  account.identity = identity.id;
  account.sanctioned = identity.sanctioned;
  account.save();
  const change = new IdentityChange(eventId(event));
  change.identity = identity.id;
  change.account = account.id;
  change.registered = true;
  stampCreated(change, event);
  change.save();
}

export function handleIdentityRemoved(event: IdentityRemoved): void {
  const identity = openIdentity(event.params.ccid, event);
  countAccounts(identity, -1, event);
  identity.save();
  const account = new AccountChange(event.params.account, event).after;
  account.identity = null;
  account.sanctioned = false;
  account.save();
  const change = new IdentityChange(eventId(event));
  change.identity = identity.id;
  change.account = account.id;
  change.registered = false;
  stampCreated(change, event);
  change.save();
}
