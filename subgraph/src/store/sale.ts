import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Ledger } from "./ledger";
import { ReputationChange } from "./reputation";

/**
 * Books a paid sale: the buyer's locked bid, which is the price, goes to the seller, less the treasury's fee; the seller's delivery bond
 * becomes free.
 */
export function paySale(
  event: ethereum.Event,
  lead: Bytes,
  buyer: Address,
  seller: Address,
  treasury: Address,
  price: BigInt,
  fee: BigInt,
  deliveryBond: BigInt,
): void {
  const ledger = new Ledger(event, lead);
  ledger.move(buyer, "SalePaid", price, BigInt.zero(), price.neg(), seller).after.save();
  const payer = new ReputationChange(buyer, event);
  payer.after.winCount = payer.before.winCount + 1;
  payer.after.purchaseCount = payer.before.purchaseCount + 1;
  payer.after.spent = payer.before.spent.plus(price);
  payer.after.save();

  const net = price.minus(fee);
  const freed = net.plus(deliveryBond);
  ledger.move(seller, "SaleEarned", net, freed, deliveryBond.neg(), buyer).after.save();
  const payee = new ReputationChange(seller, event);
  payee.after.saleCount = payee.before.saleCount + 1;
  payee.after.earned = payee.before.earned.plus(net);
  payee.after.save();

  if (!fee.isZero()) {
    ledger.move(treasury, "FeeEarned", fee, fee, BigInt.zero(), buyer).after.save();
  }
}
