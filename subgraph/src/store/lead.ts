import { Address, ethereum } from "@graphprotocol/graph-ts";

import { Lead, ScorePoint } from "../../generated/schema";
import { meetAccount } from "./account";
import { loadProtocol } from "./protocol";
import { openReputation } from "./reputation";
import { stampPoint } from "./stamp";

/** Scores per bucket; the last bucket holds a perfect score too. */
const BUCKET_SIZE = 1000;
const LAST_BUCKET = 9;

/** Counts a new lead for its seller and the protocol, and adds its score to the time series. */
export function bookMint(lead: Lead, event: ethereum.Event): void {
  meetAccount(Address.fromBytes(lead.seller), event);
  const seller = openReputation(lead.seller, event);
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
