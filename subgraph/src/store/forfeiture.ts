import { Address, BigInt, ethereum } from "@graphprotocol/graph-ts";

import { nameEntry } from "./ledger";
import { ProtocolChange } from "./protocol";
import { ReputationChange } from "./reputation";

/** Names the tip's movement, the first of two transfers, and counts the forfeiture for who lost the bond and who earned the tip. */
export function bookForfeiture(
  bidder: Address,
  amount: BigInt,
  tip: BigInt,
  event: ethereum.Event,
): void {
  const tipped = nameEntry(event, 2, 1, "TipEarned");
  if (tipped != null) {
    const caller = new ReputationChange(tipped.account, event);
    caller.after.tips = caller.before.tips.plus(tip);
    caller.after.save();
  }
  const loser = new ReputationChange(bidder, event);
  loser.after.forfeitureCount = loser.before.forfeitureCount + 1;
  loser.after.forfeited = loser.before.forfeited.plus(amount);
  loser.after.save();
  const protocol = new ProtocolChange(event);
  protocol.after.forfeitures = protocol.before.forfeitures + 1;
  protocol.after.forfeited = protocol.before.forfeited.plus(amount);
  protocol.after.save();
}
