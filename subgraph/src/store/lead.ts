import { ethereum } from "@graphprotocol/graph-ts";

import { Lead, ScorePoint } from "../../generated/schema";
import { Fresh } from "./fresh";
import { stampPoint } from "./stamp";

/** Scores per bucket; the last bucket holds a perfect score too. */
const BUCKET_SIZE = 1000;
const LAST_BUCKET = 9;

/** Adds a new lead's score to the time series. */
export function chartScore(lead: Lead, event: ethereum.Event): void {
  const bucket = lead.score / BUCKET_SIZE;
  const point = new ScorePoint(0);
  const fields = new Fresh(point)
    .bytes("lead", lead.id)
    .bytes("vertical", lead.vertical)
    .int("score", lead.score)
    .int("bucket", bucket < LAST_BUCKET ? bucket : LAST_BUCKET);
  stampPoint(fields, event);
  point.save();
}
