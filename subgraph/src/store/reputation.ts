import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Reputation } from "../../generated/schema";
import { stampCreated, stampUpdated } from "./stamp";

/** An account's record as a buyer and a seller before an event, and what changes of it. Neither bids nor new rounds touch it: only what comes of them. */
export class ReputationChange {
  before: Reputation;
  /** To be completed and saved. */
  after: Reputation;

  constructor(account: Bytes, event: ethereum.Event) {
    this.before = reputationOf(account, event);
    this.after = new Reputation(account);
    stampUpdated(this.after, event);
  }
}

function reputationOf(account: Bytes, event: ethereum.Event): Reputation {
  let reputation = Reputation.load(account);
  if (reputation == null) {
    reputation = newReputation(account);
    stampCreated(reputation, event);
    stampUpdated(reputation, event);
    reputation.save();
  }
  return reputation;
}

function newReputation(account: Bytes): Reputation {
  const zero = BigInt.zero();
  const reputation = new Reputation(account);
  reputation.account = account;
  reputation.winCount = 0;
  reputation.purchaseCount = 0;
  reputation.spent = zero;
  reputation.forfeitureCount = 0;
  reputation.forfeited = zero;
  reputation.saleCount = 0;
  reputation.earned = zero;
  reputation.missedDeliveryCount = 0;
  reputation.compensationPaid = zero;
  reputation.penaltiesPaid = zero;
  reputation.compensationEarned = zero;
  reputation.tips = zero;
  return reputation;
}
