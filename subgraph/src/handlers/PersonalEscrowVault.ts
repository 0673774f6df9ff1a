import { BigInt } from "@graphprotocol/graph-ts";

import {
  DeliveryKeyRegistered,
  Deposited,
  PauseSet,
  ReservesProved,
  Withdrawn,
} from "../../generated/PersonalEscrowVault/PersonalEscrowVault";
import { DeliveryKey, ReservesProof } from "../../generated/schema";
import { bigEndian, eventId } from "../ids";
import { JsonObject } from "../json";
import { openAccount } from "../store/account";
import { recordChange } from "../store/configuration";
import { Feed } from "../store/feed";
import { Ledger } from "../store/ledger";
import { stampLog } from "../store/stamp";
import { openVault } from "../store/vault";
import { pointBytes } from "../text";

export function handleDeposited(event: Deposited): void {
  const amount = event.params.amount;
  const ledger = new Ledger(event, null);
  const payer = event.params.payer;
  ledger.move(event.params.account, "Deposited", amount, amount, BigInt.zero(), payer);
  const account = openAccount(event.params.account, event);
  account.deposited = account.deposited.plus(amount);
  account.save();
  new Feed(event, null).add("Deposited", account.id, amount);
  const vault = openVault(event);
  vault.deposited = vault.deposited.plus(amount);
  vault.liabilities = vault.liabilities.plus(amount);
  vault.save();
}

export function handleWithdrawn(event: Withdrawn): void {
  const amount = event.params.amount;
  const ledger = new Ledger(event, null);
  const to = event.params.to;
  ledger.move(event.params.account, "Withdrawn", amount, amount.neg(), BigInt.zero(), to);
  const account = openAccount(event.params.account, event);
  account.withdrawn = account.withdrawn.plus(amount);
  account.save();
  new Feed(event, null).add("Withdrawn", account.id, amount);
  const vault = openVault(event);
  vault.withdrawn = vault.withdrawn.plus(amount);
  vault.liabilities = vault.liabilities.minus(amount);
  vault.save();
}

export function handleDeliveryKeyRegistered(event: DeliveryKeyRegistered): void {
  const account = openAccount(event.params.account, event);
  const key = new DeliveryKey(eventId(event));
  key.account = account.id;
  key.key = pointBytes(event.params.key.x, event.params.key.y);
  stampLog(key, event);
  key.save();
  account.deliveryKey = key.id;
  account.save();
}

export function handleReservesProved(event: ReservesProved): void {
  const proof = new ReservesProof(bigEndian(event.params.roundId, 10));
  proof.roundId = event.params.roundId;
  proof.balance = event.params.balance;
  proof.liabilities = event.params.liabilities;
  proof.solvent = event.params.solvent;
  stampLog(proof, event);
  proof.save();
  const vault = openVault(event);
  vault.solvent = event.params.solvent;
  vault.save();
}

export function handlePauseSet(event: PauseSet): void {
  const value = new JsonObject().flag("paused", event.params.paused).bytes("by", event.params.by);
  recordChange(event, "PauseSet", null, value);
  const vault = openVault(event);
  vault.paused = event.params.paused;
  vault.save();
}
