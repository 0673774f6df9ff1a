import {
  IdentityRegistered,
  IdentityRemoved,
} from "../../generated/IdentityRegistry/IdentityRegistry";
import { IdentityChange } from "../../generated/schema";
import { eventId } from "../ids";
import { changeAccount, meetAccount } from "../store/account";
import { countAccounts, openIdentity } from "../store/identity";
import { stampCreated } from "../store/stamp";

export function handleIdentityRegistered(event: IdentityRegistered): void {
  const identity = openIdentity(event.params.ccid, event);
  countAccounts(identity, 1, event);
  identity.save();
  const account = changeAccount(meetAccount(event.params.account, event), event);
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
  const account = changeAccount(meetAccount(event.params.account, event), event);
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
