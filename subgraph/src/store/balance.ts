import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Balance } from "../../generated/schema";
import { meetAccount } from "./account";
import { stampCreated, stampUpdated } from "./stamp";

/** An account's balance before an event, and what changes of it. */
export class BalanceChange {
  before: Balance;
  /** To be completed and saved. */
  after: Balance;

  constructor(address: Address, event: ethereum.Event) {
    this.before = balanceOf(address, event);
    this.after = new Balance(address);
    stampUpdated(this.after, event);
  }
}

/** Creates the balance of a new account, which has nothing yet. */
export function openBalance(address: Address, event: ethereum.Event): void {
  const zero = BigInt.zero();
  const balance = new Balance(address);
  balance.free = zero;
  balance.locked = zero;
  balance.bidCount = 0;
  balance.revealCount = 0;
  balance.auctionCount = 0;
  stampCreated(balance, event);
  stampUpdated(balance, event);
  balance.save();
}

function balanceOf(address: Address, event: ethereum.Event): Balance {
  const balance = Balance.load(address);
  return balance != null ? balance : Balance.load(meetAccount(address, event))!;
}
