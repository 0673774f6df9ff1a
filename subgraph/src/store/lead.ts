import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Lead, ScorePoint } from "../../generated/schema";
import { ProtocolChange } from "./protocol";
import { ReputationChange } from "./reputation";
import { stampPoint } from "./stamp";

/** Scores per bucket; the last bucket holds a perfect score too. */
const BUCKET_SIZE = 1000;
const LAST_BUCKET = 9;

/** Counts new leads and new rounds for their seller and the protocol. */
export function countLeads(seller: Bytes, leads: i32, auctions: i32, event: ethereum.Event): void {
  const reputation = new ReputationChange(seller, event);
  const protocol = new ProtocolChange(event);
  if (leads != 0) {
    reputation.after.leadCount = reputation.before.leadCount + leads;
    protocol.after.leads = protocol.before.leads + leads;
  }
  if (auctions != 0) {
    reputation.after.auctionCount = reputation.before.auctionCount + auctions;
    protocol.after.auctions = protocol.before.auctions + auctions;
    protocol.after.openAuctions = protocol.before.openAuctions + auctions;
  }
  reputation.after.save();
  protocol.after.save();
}

/** Adds a new lead's score to the time series. */
export function chartScore(lead: Lead, event: ethereum.Event): void {
  const bucket = lead.score / BUCKET_SIZE;
  const point = new ScorePoint(0);
  point.lead = lead.id;
  point.vertical = lead.vertical;
  point.score = lead.score;
  point.bucket = bucket < LAST_BUCKET ? bucket : LAST_BUCKET;
  stampPoint(point, event);
  point.save();
}
