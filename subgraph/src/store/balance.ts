import { Address, ethereum } from "@graphprotocol/graph-ts";

import { Balance } from "../../generated/schema";
import { meetAccount } from "./account";
import { stampUpdated } from "./stamp";

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

function balanceOf(address: Address, event: ethereum.Event): Balance {
  const balance = Balance.load(address);
  return balance != null ? balance : Balance.load(meetAccount(address, event))!;
}
