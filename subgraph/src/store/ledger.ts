import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { VaultEntry } from "../../generated/schema";
import { vaultEntryId } from "../ids";
import { BalanceChange } from "./balance";
import { Fresh } from "./fresh";
import { stampFresh } from "./stamp";

/** The movements of money that one event of the vault tells of. */
export class Ledger {
  private event: ethereum.Event;
  private lead: Bytes | null;
  private entries: i32 = 0;

  constructor(event: ethereum.Event, lead: Bytes | null) {
    this.event = event;
    this.lead = lead;
  }

  /** Books a movement. What it returns has the account's new balance and is not saved: that is left to the caller. */
  move(
    address: Address,
    kind: string,
    amount: BigInt,
    freeChange: BigInt,
    lockedChange: BigInt,
    counterparty: Bytes | null,
  ): BalanceChange {
    const balance = new BalanceChange(address, this.event);
    const after = balance.after;
    after.free = balance.before.free.plus(freeChange);
    after.locked = balance.before.locked.plus(lockedChange);

    const entry = new VaultEntry(vaultEntryId(this.event, 0, this.entries++));
    const fields = new Fresh(entry)
      .bytes("account", address)
      .text("kind", kind)
      .big("amount", amount)
      .big("freeChange", freeChange)
      .big("lockedChange", lockedChange)
      .big("free", after.free)
      .big("locked", after.locked);
    const lead = this.lead;
    if (lead !== null) fields.bytes("lead", lead);
    if (counterparty !== null) fields.bytes("counterparty", counterparty);
    stampFresh(fields, this.event);
    entry.save();
    return balance;
  }
}

/**
 * Names a movement by what it was for. The vault only says that money was freed or handed over, which is booked as what that
 * mostly is: a bidder's bond. Where it is not, the auction house says so a known number of logs later in the same transaction.
 * @returns the movement; null where that log moved nothing.
 */
export function nameEntry(
  event: ethereum.Event,
  logsBefore: i32,
  index: i32,
  kind: string,
): VaultEntry | null {
  const entry = VaultEntry.loadInBlock(vaultEntryId(event, logsBefore, index));
  if (entry == null) return null;
  entry.kind = kind;
  entry.save();
  return entry;
}

/**
 * Names what became of a seller's bond in the logs right before `event`: freed as a whole, or divided between the buyer and the treasury.
 * @param compensation the buyer's part: where it is zero, no log tells of it.
 * @returns how many logs that took.
 */
export function nameSellerBond(event: ethereum.Event, compensation: BigInt): i32 {
  if (!transferredBefore(event)) {
    nameEntry(event, 1, 0, "DeliveryBondFreed");
    return 1;
  }
  nameEntry(event, 1, 0, "PenaltyPaid");
  nameEntry(event, 1, 1, "PenaltyEarned");
  if (compensation.isZero()) return 1;
  nameEntry(event, 2, 0, "CompensationPaid");
  nameEntry(event, 2, 1, "CompensationEarned");
  return 2;
}

/** Whether the log right before `event` handed money from one account to another. */
export function transferredBefore(event: ethereum.Event): boolean {
  return VaultEntry.loadInBlock(vaultEntryId(event, 1, 1)) != null;
}
