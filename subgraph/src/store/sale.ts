import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Ledger } from "./ledger";
import { openReputation } from "./reputation";

/**
 * Books a paid sale: of the buyer's locked bid the price goes to the seller, less the treasury's fee, the rest back to the buyer; the
 * seller's delivery bond becomes free.
 */
export function paySale(
  event: ethereum.Event,
  lead: Bytes,
  buyer: Address,
  seller: Address,
  treasury: Address,
  lockedBid: BigInt,
  price: BigInt,
  fee: BigInt,
  deliveryBond: BigInt,
): void {
  const ledger = new Ledger(event, lead);
  const change = lockedBid.minus(price);
  ledger.move(buyer, "SalePaid", price, change, lockedBid.neg(), seller).save();
  const payer = openReputation(buyer, event);
  payer.winCount += 1;
  payer.purchaseCount += 1;
  payer.spent = payer.spent.plus(price);
  payer.save();

  const net = price.minus(fee);
  const freed = net.plus(deliveryBond);
  ledger.move(seller, "SaleEarned", net, freed, deliveryBond.neg(), buyer).save();
  const payee = openReputation(seller, event);
  payee.saleCount += 1;
  payee.earned = payee.earned.plus(net);
  payee.save();

  if (!fee.isZero()) {
    ledger.move(treasury, "FeeEarned", fee, fee, BigInt.zero(), buyer).save();
  }
}
