import { BigInt, ethereum } from "@graphprotocol/graph-ts";

import { Protocol } from "../../generated/schema";
import { PROTOCOL_ID } from "../ids";
import { stampCreated } from "./stamp";

/** The protocol's totals, to be changed and saved at once. `openAccount` changes them too: never hold them across it. */
export function loadProtocol(event: ethereum.Event): Protocol {
  let protocol = Protocol.load(PROTOCOL_ID);
  if (protocol == null) {
    protocol = newProtocol();
    stampCreated(protocol, event);
  }
  protocol.updatedAt = event.block.timestamp;
  return protocol;
}

function newProtocol(): Protocol {
  const zero = BigInt.zero();
  const protocol = new Protocol(PROTOCOL_ID);
  protocol.volume = zero;
  protocol.fees = zero;
  protocol.forfeited = zero;
  protocol.compensation = zero;
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
  protocol.bids = 0;
  protocol.reveals = 0;
  protocol.forfeitures = 0;
  return protocol;
}
