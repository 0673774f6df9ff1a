import { Address, BigInt } from "@graphprotocol/graph-ts";

import {
  DeliveryKeyRegistered,
  Deposited,
  LeadingBidLocked,
  Locked,
  LockedTransferred,
  PauseSet,
  ReservesProved,
  SaleSettled,
  Unlocked,
  Withdrawn,
} from "../../generated/PersonalEscrowVault/PersonalEscrowVault";
import { DeliveryKey, ReservesProof } from "../../generated/schema";
import { bigEndian, eventId, leadEntityId } from "../ids";
import { JsonObject } from "../json";
import { AccountChange } from "../store/account";
import { recordChange } from "../store/configuration";
import { Ledger } from "../store/ledger";
import { paySale } from "../store/sale";
import { stampCreated } from "../store/stamp";
import { loadVault } from "../store/vault";
import { pointBytes } from "../text";

export function handleDeposited(event: Deposited): void {
  const amount = event.params.amount;
  const ledger = new Ledger(event, null);
  ledger
    .move(event.params.account, "Deposited", amount, amount, BigInt.zero(), event.params.payer)
    .after.save();
  const account = new AccountChange(event.params.account, event);
  account.after.deposited = account.before.deposited.plus(amount);
  account.after.save();
  const vault = loadVault(event);
  vault.deposited = vault.deposited.plus(amount);
  vault.liabilities = vault.liabilities.plus(amount);
  vault.save();
}

export function handleWithdrawn(event: Withdrawn): void {
  const amount = event.params.amount;
  const ledger = new Ledger(event, null);
  ledger
    .move(event.params.account, "Withdrawn", amount, amount.neg(), BigInt.zero(), event.params.to)
    .after.save();
  const account = new AccountChange(event.params.account, event);
  account.after.withdrawn = account.before.withdrawn.plus(amount);
  account.after.save();
  const vault = loadVault(event);
  vault.withdrawn = vault.withdrawn.plus(amount);
  vault.liabilities = vault.liabilities.minus(amount);
  vault.save();
}

/** Opens a round: a bidder's bond is booked by `handleBidCommitted`. */
export function handleLocked(event: Locked): void {
  const amount = event.params.amount;
  const ledger = new Ledger(event, leadEntityId(event.params.leadId));
  const account = event.params.account;
  const seller = ledger.move(account, "DeliveryBondLocked", amount, amount.neg(), amount, null);
  seller.after.auctionCount = seller.before.auctionCount + 1;
  seller.after.save();
}

export function handleUnlocked(event: Unlocked): void {
  const amount = event.params.amount;
  const ledger = new Ledger(event, leadEntityId(event.params.leadId));
  ledger
    .move(event.params.account, "BidBondFreed", amount, amount, amount.neg(), null)
    .after.save();
}

/** Only an opened bid can lead: this counts it, `handleBidRevealed` those that do not lead. */
export function handleLeadingBidLocked(event: LeadingBidLocked): void {
  const amount = event.params.amount;
  const change = amount.minus(event.params.bond);
  const ledger = new Ledger(event, leadEntityId(event.params.leadId));
  const bidder = ledger.move(event.params.bidder, "BidLocked", amount, change.neg(), change, null);
  bidder.after.revealCount = bidder.before.revealCount + 1;
  bidder.after.save();
  const outbid = event.params.outbid;
  if (outbid != Address.zero()) {
    const freed = event.params.outbidAmount;
    ledger.move(outbid, "BidOutbid", freed, freed, freed.neg(), event.params.bidder).after.save();
  }
}

export function handleLockedTransferred(event: LockedTransferred): void {
  const amount = event.params.amount;
  const zero = BigInt.zero();
  const from = event.params.from;
  const to = event.params.to;
  const ledger = new Ledger(event, leadEntityId(event.params.leadId));
  ledger.move(from, "BondForfeited", amount, zero, amount.neg(), to).after.save();
  ledger.move(to, "ForfeitureEarned", amount, amount, zero, from).after.save();
}

export function handleSaleSettled(event: SaleSettled): void {
  paySale(
    event,
    leadEntityId(event.params.leadId),
    event.params.buyer,
    event.params.seller,
    event.params.treasury,
    event.params.price,
    event.params.fee,
    event.params.deliveryBond,
  );
}

export function handleDeliveryKeyRegistered(event: DeliveryKeyRegistered): void {
  const key = new DeliveryKey(eventId(event));
  key.account = event.params.account;
  key.key = pointBytes(event.params.key.x, event.params.key.y);
  stampCreated(key, event);
  key.save();
  const account = new AccountChange(event.params.account, event).after;
  account.deliveryKey = key.id;
  account.save();
}

export function handleReservesProved(event: ReservesProved): void {
  const proof = new ReservesProof(bigEndian(event.params.roundId, 10));
  proof.roundId = event.params.roundId;
  proof.balance = event.params.balance;
  proof.liabilities = event.params.liabilities;
  proof.solvent = event.params.solvent;
  stampCreated(proof, event);
  proof.save();
  const vault = loadVault(event);
  vault.solvent = event.params.solvent;
  vault.save();
}

export function handlePauseSet(event: PauseSet): void {
  const value = new JsonObject().flag("paused", event.params.paused).bytes("by", event.params.by);
  recordChange(event, "PauseSet", null, value);
  const vault = loadVault(event);
  vault.paused = event.params.paused;
  vault.save();
}
