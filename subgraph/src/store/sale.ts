import { Address, BigInt } from "@graphprotocol/graph-ts";

import { Ledger } from "./ledger";

/**
 * Books a paid sale: of the buyer's locked bid the price goes to the seller, less the treasury's fee, the rest back to the buyer; the
 * seller's delivery bond becomes free.
 */
export function paySale(
  ledger: Ledger,
  buyer: Address,
  seller: Address,
  treasury: Address,
  lockedBid: BigInt,
  price: BigInt,
  fee: BigInt,
  deliveryBond: BigInt,
): void {
  const change = lockedBid.minus(price);
  const payer = ledger.move(buyer, "SalePaid", price, change, lockedBid.neg(), seller);
  payer.winCount += 1;
  payer.purchaseCount += 1;
  payer.spent = payer.spent.plus(price);
  payer.save();

  const net = price.minus(fee);
  const freed = net.plus(deliveryBond);
  const payee = ledger.move(seller, "SaleEarned", net, freed, deliveryBond.neg(), buyer);
  payee.saleCount += 1;
  payee.earned = payee.earned.plus(net);
  payee.save();

  if (!fee.isZero()) {
    const collector = ledger.move(treasury, "FeeEarned", fee, fee, BigInt.zero(), buyer);
    collector.fees = collector.fees.plus(fee);
    collector.save();
  }
  const protocol = ledger.close();
  protocol.volume = protocol.volume.plus(price);
  protocol.fees = protocol.fees.plus(fee);
  protocol.save();
}
