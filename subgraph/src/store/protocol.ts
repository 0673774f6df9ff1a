import { BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Protocol } from "../../generated/schema";
import { protocolId } from "../ids";
import { stampUpdated } from "./stamp";

/** The protocol's totals, to be changed and saved at once. */
export function openProtocol(event: ethereum.Event): Protocol {
  let protocol = Protocol.load(protocolId());
  if (protocol == null) protocol = newProtocol();
  stampUpdated(protocol, event);
  return protocol;
}

/** Counts a round that ended. */
export function countOutcome(protocol: Protocol, outcome: string): void {
  protocol.openAuctions -= 1;
  if (outcome == "Sold") protocol.soldAuctions += 1;
  else if (outcome == "Unsold") protocol.unsoldAuctions += 1;
  else if (outcome == "Cancelled") protocol.cancelledAuctions += 1;
  else if (outcome == "Undelivered") protocol.undeliveredAuctions += 1;
  else if (outcome == "Barred") protocol.barredAuctions += 1;
  else if (outcome == "Voided") protocol.voidedAuctions += 1;
  else protocol.erasedAuctions += 1;
}

function newProtocol(): Protocol {
  const zero = BigInt.zero();
  const protocol = new Protocol(protocolId());
  protocol.volume = zero;
  protocol.fees = zero;
  protocol.forfeited = zero;
  protocol.forfeitTips = zero;
  protocol.lowBidTips = zero;
  protocol.compensation = zero;
  protocol.penalties = zero;
  protocol.accounts = 0;
  protocol.leads = 0;
  protocol.rejections = 0;
  protocol.erasedLeads = 0;
  protocol.auctions = 0;
  protocol.openAuctions = 0;
  protocol.soldAuctions = 0;
  protocol.unsoldAuctions = 0;
  protocol.cancelledAuctions = 0;
  protocol.undeliveredAuctions = 0;
  protocol.barredAuctions = 0;
  protocol.voidedAuctions = 0;
  protocol.erasedAuctions = 0;
  protocol.bids = 0;
  protocol.reveals = 0;
  protocol.forfeitures = 0;
  protocol.barredBids = 0;
  protocol.identities = 0;
  protocol.credentials = 0;
  protocol.sanctions = 0;
  protocol.refusals = 0;
  return protocol;
}
