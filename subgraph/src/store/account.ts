import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Account } from "../../generated/schema";
import { ProtocolChange } from "./protocol";
import { stampCreated, stampUpdated } from "./stamp";

/** An account as it stands; created and counted where it is new. */
function accountOf(address: Address, event: ethereum.Event): Account {
  let account = Account.load(address);
  if (account == null) {
    account = newAccount(address, event);
    account.save();
    const protocol = new ProtocolChange(event);
    protocol.after.accounts = protocol.before.accounts + 1;
    protocol.after.save();
  }
  return account;
}

/** An account before an event, and what changes of it. */
export class AccountChange {
  before: Account;
  /** To be completed and saved. */
  after: Account;

  constructor(address: Address, event: ethereum.Event) {
    this.before = accountOf(address, event);
    this.after = new Account(address);
    stampUpdated(this.after, event);
  }
}

/** Creates and counts an account where it is new. */
export function meetAccount(address: Address, event: ethereum.Event): Address {
  accountOf(address, event);
  return address;
}

function newAccount(address: Address, event: ethereum.Event): Account {
  const zero = BigInt.zero();
  const account = new Account(address);
  account.free = zero;
  account.locked = zero;
  account.deposited = zero;
  account.withdrawn = zero;
  account.sanctioned = false;
  account.bidCount = 0;
  account.revealCount = 0;
  stampCreated(account, event);
  stampUpdated(account, event);
  return account;
}
