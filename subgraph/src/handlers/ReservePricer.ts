import { Bytes } from "@graphprotocol/graph-ts";

import {
  CurveSet,
  FeedSet,
  MultiplierBoundsSet,
  ReportRecorded,
  SequencerFeedSet,
  StreamsVerifierSet,
} from "../../generated/ReservePricer/ReservePricer";
import { PriceFeed, ReserveCurve, StreamReport } from "../../generated/schema";
import { eventId } from "../ids";
import { JsonObject } from "../json";
import { openConfiguration, recordChange } from "../store/configuration";
import { stampLog, stampUpdated } from "../store/stamp";
import { meetVertical } from "../store/vertical";
import { assetOf } from "../words";

function feedId(asset: i32): Bytes {
  const id = new Bytes(1);
  id[0] = asset as u8;
  return id;
}

export function handleFeedSet(event: FeedSet): void {
  const asset = assetOf(event.params.asset);
  const config = event.params.config;
  const id = feedId(event.params.asset);
  let feed = PriceFeed.load(id);
  if (feed == null) {
    feed = new PriceFeed(id);
    feed.asset = asset;
  }
  feed.aggregator = config.aggregator;
  feed.heartbeat = config.heartbeat;
  feed.margin = config.margin;
  feed.referencePrice = config.referencePrice;
  feed.minPrice = config.minPrice;
  feed.maxPrice = config.maxPrice;
  feed.streamId = config.streamId;
  stampUpdated(feed, event);
  feed.save();
  const value = new JsonObject()
    .bytes("aggregator", config.aggregator)
    .big("heartbeat", config.heartbeat)
    .big("margin", config.margin)
    .big("referencePrice", config.referencePrice)
    .big("minPrice", config.minPrice)
    .big("maxPrice", config.maxPrice)
    .bytes("streamId", config.streamId);
  recordChange(event, "FeedSet", asset, value);
}

export function handleReportRecorded(event: ReportRecorded): void {
  const report = new StreamReport(eventId(event));
  report.feed = feedId(event.params.asset);
  report.streamId = event.params.streamId;
  report.price = event.params.price;
  report.observedAt = event.params.observedAt;
  report.expiresAt = event.params.expiresAt;
  stampLog(report, event);
  report.save();
}

export function handleCurveSet(event: CurveSet): void {
  const id = event.params.vertical;
  const points = event.params.points;
  const ratios: i32[] = [];
  const multipliers: i32[] = [];
  for (let i = 0; i < points.length; i++) {
    ratios.push(points[i].ratioBps);
    multipliers.push(points[i].multiplierBps);
  }
  let curve = ReserveCurve.load(id);
  if (curve == null) {
    curve = new ReserveCurve(id);
    if (id != new Bytes(32)) curve.vertical = meetVertical(id, event).id;
  }
  curve.ratiosBps = ratios;
  curve.multipliersBps = multipliers;
  stampUpdated(curve, event);
  curve.save();
  const value = new JsonObject().ints("ratiosBps", ratios).ints("multipliersBps", multipliers);
  recordChange(event, "CurveSet", id.toHexString(), value);
}

export function handleMultiplierBoundsSet(event: MultiplierBoundsSet): void {
  const configuration = openConfiguration(event);
  configuration.minMultiplierBps = event.params.minMultiplierBps;
  configuration.maxMultiplierBps = event.params.maxMultiplierBps;
  configuration.save();
  const value = new JsonObject()
    .int("minMultiplierBps", event.params.minMultiplierBps)
    .int("maxMultiplierBps", event.params.maxMultiplierBps);
  recordChange(event, "MultiplierBoundsSet", null, value);
}

export function handleSequencerFeedSet(event: SequencerFeedSet): void {
  const configuration = openConfiguration(event);
  configuration.sequencerFeed = event.params.feed;
  configuration.sequencerGracePeriod = event.params.gracePeriod;
  configuration.save();
  const value = new JsonObject()
    .bytes("feed", event.params.feed)
    .big("gracePeriod", event.params.gracePeriod);
  recordChange(event, "SequencerFeedSet", null, value);
}

export function handleStreamsVerifierSet(event: StreamsVerifierSet): void {
  const configuration = openConfiguration(event);
  configuration.streamsVerifier = event.params.verifierProxy;
  configuration.save();
  const value = new JsonObject().bytes("verifierProxy", event.params.verifierProxy);
  recordChange(event, "StreamsVerifierSet", null, value);
}
