import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Account, Balance } from "../../generated/schema";
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
    newBalance(address, event).save();
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

/** The balance of a new account, which has nothing yet. */
function newBalance(address: Address, event: ethereum.Event): Balance {
  const zero = BigInt.zero();
  const balance = new Balance(address);
  balance.free = zero;
  balance.locked = zero;
  balance.bidCount = 0;
  balance.revealCount = 0;
  balance.auctionCount = 0;
  stampCreated(balance, event);
  stampUpdated(balance, event);
  return balance;
}
