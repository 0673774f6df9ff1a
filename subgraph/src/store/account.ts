import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Account } from "../../generated/schema";
import { loadProtocol } from "./protocol";
import { stampCreated, stampUpdated } from "./stamp";

/** An account, to be changed and saved. Creates and counts it where it is new. */
export function openAccount(address: Address, event: ethereum.Event): Account {
  let account = Account.load(address);
  if (account == null) {
    account = newAccount(address);
    stampCreated(account, event);
    const protocol = loadProtocol(event);
    protocol.accounts += 1;
    protocol.save();
  }
  stampUpdated(account, event);
  return account;
}

/** Creates and counts an account where it is new; leaves others as they are. */
export function meetAccount(address: Address, event: ethereum.Event): Address {
  if (Account.load(address) == null) openAccount(address, event).save();
  return address;
}

function newAccount(address: Address): Account {
  const zero = BigInt.zero();
  const account = new Account(address);
  account.free = zero;
  account.locked = zero;
  account.deposited = zero;
  account.withdrawn = zero;
  account.sanctioned = false;
  account.bidCount = 0;
  account.revealCount = 0;
  return account;
}
