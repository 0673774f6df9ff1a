import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Account } from "../../generated/schema";
import { openProtocol } from "./protocol";
import { stampCreated, stampUpdated } from "./stamp";

/** An account, to be changed and saved. A new one is saved and counted already. */
export function openAccount(address: Bytes, event: ethereum.Event): Account {
  let account = Account.load(address);
  if (account == null) {
    account = newAccount(address, event);
    account.save();
    const protocol = openProtocol(event);
    protocol.accounts += 1;
    protocol.save();
  }
  stampUpdated(account, event);
  return account;
}

/** Creates an account if it is new; returns its id. */
export function meetAccount(address: Bytes, event: ethereum.Event): Bytes {
  if (Account.load(address) == null) openAccount(address, event);
  return address;
}

function newAccount(address: Bytes, event: ethereum.Event): Account {
  const zero = BigInt.zero();
  const account = new Account(address);
  account.free = zero;
  account.locked = zero;
  account.budgets = zero;
  account.offers = zero;
  account.deposited = zero;
  account.withdrawn = zero;
  account.sanctioned = false;
  account.bidCount = 0;
  account.revealCount = 0;
  account.winCount = 0;
  account.purchaseCount = 0;
  account.spent = zero;
  account.forfeitureCount = 0;
  account.forfeited = zero;
  account.compensationEarned = zero;
  account.tips = zero;
  account.matchTips = zero;
  account.auctionCount = 0;
  account.saleCount = 0;
  account.earned = zero;
  account.missedDeliveryCount = 0;
  account.compensationPaid = zero;
  account.penaltiesPaid = zero;
  stampCreated(account, event);
  stampUpdated(account, event);
  return account;
}
