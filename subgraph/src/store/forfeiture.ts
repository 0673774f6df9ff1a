import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";

import { openAccount } from "./account";
import { nameEntry } from "./ledger";
import { loadProtocol } from "./protocol";

/** Names the four movements of a forfeiture, tip first, and counts them for those who lost and got the money. */
export function bookForfeiture(
  bidder: Address,
  beneficiary: Address,
  amount: BigInt,
  tip: BigInt,
  event: ethereum.Event,
): void {
  nameEntry(event, 2, 0, "TransferredOut", "BondForfeited");
  nameEntry(event, 1, 0, "TransferredOut", "BondForfeited");
  nameEntry(event, 1, 1, "TransferredIn", "RebateEarned");
  const tipped = nameEntry(event, 2, 1, "TransferredIn", "TipEarned");
  if (tipped != null) {
    const caller = openAccount(Address.fromBytes(tipped.account), event);
    caller.tips = caller.tips.plus(tip);
    caller.save();
  }
  const loser = openAccount(bidder, event);
  loser.forfeitureCount += 1;
  loser.forfeited = loser.forfeited.plus(amount);
  loser.save();
  const gainer = openAccount(beneficiary, event);
  gainer.rebates = gainer.rebates.plus(amount.minus(tip));
  gainer.save();
  const protocol = loadProtocol(event);
  protocol.forfeitures += 1;
  protocol.forfeited = protocol.forfeited.plus(amount);
  protocol.save();
}
