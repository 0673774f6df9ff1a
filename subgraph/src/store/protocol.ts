import { BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Protocol } from "../../generated/schema";
import { protocolId } from "../ids";
import { stampCreated, stampUpdated } from "./stamp";

/** The protocol's totals before an event, and what changes of them. */
export class ProtocolChange {
  before: Protocol;
  /** To be completed and saved. */
  after: Protocol;

  constructor(event: ethereum.Event) {
    this.before = protocolOf(event);
    this.after = new Protocol(protocolId());
    stampUpdated(this.after, event);
  }
}

function protocolOf(event: ethereum.Event): Protocol {
  let protocol = Protocol.load(protocolId());
  if (protocol == null) {
    protocol = newProtocol();
    stampCreated(protocol, event);
    stampUpdated(protocol, event);
    protocol.save();
  }
  return protocol;
}

function newProtocol(): Protocol {
  const zero = BigInt.zero();
  const protocol = new Protocol(protocolId());
  protocol.volume = zero;
  protocol.fees = zero;
  protocol.forfeited = zero;
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
  protocol.undeliveredAuctions = 0;
  protocol.voidedAuctions = 0;
  protocol.erasedAuctions = 0;
  protocol.bids = 0;
  protocol.reveals = 0;
  protocol.forfeitures = 0;
  return protocol;
}
