import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, VaultEntry } from "../../generated/schema";
import { partId } from "../ids";
import { openAccount } from "./account";
import { stampLog } from "./stamp";
import { openVault } from "./vault";

/** Bytes of a movement's number in its id. */
const INDEX_SIZE = 1;

/** The movements of money of one event. */
export class Ledger {
  private event: ethereum.Event;
  private auction: Auction | null;
  private bounty: Bytes | null;
  private entries: i32 = 0;

  /**
   * @param auction the round that the money is for; null for deposits, withdrawals and budgets.
   * @param bounty the bounty that it belongs to; null for other money.
   */
  constructor(event: ethereum.Event, auction: Auction | null, bounty: Bytes | null = null) {
    this.event = event;
    this.auction = auction;
    this.bounty = bounty;
  }

  /** Books money that an auction or a bounty holds from now on. */
  lock(account: Bytes, reason: string, amount: BigInt): void {
    this.move(account, reason, amount, amount.neg(), amount, null);
  }

  /** Books money that no auction and no bounty holds any more. */
  free(account: Bytes, reason: string, amount: BigInt, counterparty: Bytes | null = null): void {
    this.move(account, reason, amount, amount, amount.neg(), counterparty);
  }

  /** Books locked money of one account that becomes free money of another. */
  pay(from: Bytes, paid: string, to: Bytes, earned: string, amount: BigInt): void {
    this.move(from, paid, amount, BigInt.zero(), amount.neg(), to);
    this.move(to, earned, amount, amount, BigInt.zero(), from);
  }

  /** Books a movement of an account's balance, unless nothing moves. */
  move(
    address: Bytes,
    reason: string,
    amount: BigInt,
    freeChange: BigInt,
    lockedChange: BigInt,
    counterparty: Bytes | null,
  ): void {
    if (amount.isZero() && freeChange.isZero() && lockedChange.isZero()) return;
    const account = openAccount(address, this.event);
    account.free = account.free.plus(freeChange);
    account.locked = account.locked.plus(lockedChange);
    account.save();

    const entry = new VaultEntry(partId(this.event, this.entries++, INDEX_SIZE));
    entry.account = address;
    entry.reason = reason;
    entry.amount = amount;
    entry.freeChange = freeChange;
    entry.lockedChange = lockedChange;
    entry.free = account.free;
    entry.locked = account.locked;
    const auction = this.auction;
    if (auction != null) {
      entry.lead = auction.lead;
      entry.auction = auction.id;
    }
    entry.bounty = this.bounty;
    entry.counterparty = counterparty;
    stampLog(entry, this.event);
    entry.save();

    if (lockedChange.isZero()) return;
    const vault = openVault(this.event);
    vault.locked = vault.locked.plus(lockedChange);
    vault.save();
  }
}
