import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction } from "../../generated/schema";
import { openAccount } from "./account";
import { Ledger } from "./ledger";
import { openProtocol } from "./protocol";

/** Where a seller's delivery bond went in a round that did not sell. */
export class SellerBond {
  seller: Address;
  /** Account that gets the compensation; only if somebody had won. */
  buyer: Address;
  treasury: Address;
  bond: BigInt;
  compensation: BigInt;
  penalty: BigInt;
  excused: boolean;

  constructor(
    seller: Address,
    buyer: Address,
    treasury: Address,
    bond: BigInt,
    compensation: BigInt,
    penalty: BigInt,
    excused: boolean,
  ) {
    this.seller = seller;
    this.buyer = buyer;
    this.treasury = treasury;
    this.bond = bond;
    this.compensation = compensation;
    this.penalty = penalty;
    this.excused = excused;
  }

  /** What the seller lost of it. */
  lost(): BigInt {
    return this.compensation.plus(this.penalty);
  }

  /** Books where the bond went, on the round, the ledger and the records of all sides. @param hadWinner whether somebody had won. */
  book(auction: Auction, ledger: Ledger, hadWinner: boolean, event: ethereum.Event): void {
    auction.compensation = this.compensation;
    auction.penalty = this.penalty;
    auction.excused = this.excused;
    const seller: Bytes = this.seller;
    ledger.free(seller, "DeliveryBondFreed", this.bond.minus(this.lost()));
    ledger.pay(seller, "CompensationPaid", this.buyer, "CompensationEarned", this.compensation);
    ledger.pay(seller, "PenaltyPaid", this.treasury, "PenaltyEarned", this.penalty);

    const record = openAccount(seller, event);
    if (hadWinner && !this.excused) record.missedDeliveryCount += 1;
    record.compensationPaid = record.compensationPaid.plus(this.compensation);
    record.penaltiesPaid = record.penaltiesPaid.plus(this.penalty);
    record.save();
    if (!this.compensation.isZero()) {
      const winner = openAccount(this.buyer, event);
      winner.compensationEarned = winner.compensationEarned.plus(this.compensation);
      winner.save();
    }
    const protocol = openProtocol(event);
    protocol.compensation = protocol.compensation.plus(this.compensation);
    protocol.penalties = protocol.penalties.plus(this.penalty);
    protocol.save();
  }
}
