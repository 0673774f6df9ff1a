import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Account } from "../../generated/schema";
import { openBalance } from "./balance";
import { ProtocolChange } from "./protocol";
import { stampCreated, stampUpdated } from "./stamp";

/** An account before an event, and what changes of it. What it has in the vault is apart: see `BalanceChange`. */
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

/** Creates and counts an account, with its balance, where it is new. */
export function meetAccount(address: Address, event: ethereum.Event): Address {
  accountOf(address, event);
  return address;
}

function accountOf(address: Address, event: ethereum.Event): Account {
  let account = Account.load(address);
  if (account == null) {
    account = newAccount(address, event);
    account.save();
    openBalance(address, event);
    const protocol = new ProtocolChange(event);
    protocol.after.accounts = protocol.before.accounts + 1;
    protocol.after.save();
  }
  return account;
}

function newAccount(address: Address, event: ethereum.Event): Account {
  const zero = BigInt.zero();
  const account = new Account(address);
  account.balance = address;
  account.deposited = zero;
  account.withdrawn = zero;
  account.sanctioned = false;
  stampCreated(account, event);
  stampUpdated(account, event);
  return account;
}
