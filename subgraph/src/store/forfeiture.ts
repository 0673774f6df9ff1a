import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";

import { nameEntry } from "./ledger";
import { loadProtocol } from "./protocol";
import { openReputation } from "./reputation";

/** Names the tip's movement, the first of two transfers, and counts the forfeiture for those who lost and got the money. */
export function bookForfeiture(
  bidder: Address,
  beneficiary: Address,
  amount: BigInt,
  tip: BigInt,
  event: ethereum.Event,
): void {
  const tipped = nameEntry(event, 2, 1, "TipEarned");
  const caller = openReputation(tipped.account, event);
  caller.tips = caller.tips.plus(tip);
  caller.save();
  const loser = openReputation(bidder, event);
  loser.forfeitureCount += 1;
  loser.forfeited = loser.forfeited.plus(amount);
  loser.save();
  const gainer = openReputation(beneficiary, event);
  gainer.rebates = gainer.rebates.plus(amount.minus(tip));
  gainer.save();
  const protocol = loadProtocol(event);
  protocol.forfeitures += 1;
  protocol.forfeited = protocol.forfeited.plus(amount);
  protocol.save();
}
