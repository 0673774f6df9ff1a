import { BigInt, ethereum } from "@graphprotocol/graph-ts";

import { TieBreak } from "../../generated/schema";
import { auctionEntityId, leadEntityId } from "../ids";
import { stampCreated, stampUpdated } from "./stamp";

/** A round's tie-break, to be changed and saved. A tie that times out was perhaps never asked a word for: then it is new. */
export function openTieBreak(leadId: BigInt, round: BigInt, event: ethereum.Event): TieBreak {
  const id = auctionEntityId(leadId, round);
  let tie = TieBreak.load(id);
  if (tie == null) {
    tie = new TieBreak(id);
    tie.auction = id;
    tie.lead = leadEntityId(leadId);
    stampCreated(tie, event);
  }
  stampUpdated(tie, event);
  return tie;
}
