import { Address, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Lead, ScorePoint, Vertical } from "../../generated/schema";
import { openAccount } from "./account";
import { loadProtocol } from "./protocol";
import { stampPoint, stampUpdated } from "./stamp";

/** Scores per bucket; the last bucket holds a perfect score too. */
const BUCKET_SIZE = 1000;
const LAST_BUCKET = 9;

/** A new lead's vertical, counted there. Every vertical is configured by an event before a lead can be of it. */
export function countInVertical(id: Bytes, event: ethereum.Event): Vertical {
  const vertical = Vertical.load(id)!;
  vertical.leadCount += 1;
  stampUpdated(vertical, event);
  vertical.save();
  return vertical;
}

/** Counts a new lead for its seller and the protocol, and adds its score to the time series. */
export function bookMint(lead: Lead, event: ethereum.Event): void {
  const seller = openAccount(Address.fromBytes(lead.seller), event);
  seller.leadCount += 1;
  seller.save();
  const protocol = loadProtocol(event);
  protocol.leads += 1;
  protocol.save();

  const bucket = lead.score / BUCKET_SIZE;
  const point = new ScorePoint(0);
  point.lead = lead.id;
  point.vertical = lead.vertical;
  point.score = lead.score;
  point.bucket = bucket < LAST_BUCKET ? bucket : LAST_BUCKET;
  stampPoint(point, event);
  point.save();
}
