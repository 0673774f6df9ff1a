import { hexToRegion } from "../../../deploy/parameters/region.ts";
import type { Chain } from "./chain.ts";
import type { Claim } from "./claim.ts";
import type { LogPlace } from "./history.ts";
import { leadEntityId, PROTOCOL_ID } from "./ids.ts";

const BUCKET_SIZE = 1_000;
const LAST_BUCKET = 9;
const MICROSECONDS = 1_000_000n;

/** The time series from the logs, point by point. */
export function pointClaims({ history, rounds }: Chain): Claim[] {
  const mints = history.of("nft", "LeadMinted");
  const leadOf = (leadId: bigint) => {
    const lead = mints.find(({ args }) => args.leadId === leadId);
    if (lead === undefined) throw new Error(`Lead ${leadId} was never minted.`);
    const { vertical, region } = lead.args;
    return { lead: leadEntityId(leadId), vertical, region: hexToRegion(region) };
  };
  const sales = history.of("house", "AuctionSettled").map((log) => {
    const { leadId, price, fee } = log.args;
    const round = rounds.find((one) => one.leadId === leadId && one.round === log.args.round);
    if (round === undefined) throw new Error(`A sale of the unknown round ${leadId}.`);
    const secondsToDelivery = log.timestamp - round.created.timestamp;
    return {
      protocol: PROTOCOL_ID,
      ...leadOf(leadId),
      price,
      fee,
      secondsToDelivery,
      bids: round.bids.size,
      ...place(log),
    };
  });
  const scores = mints.map((log) => {
    const { leadId, score } = log.args;
    const { lead, vertical } = leadOf(leadId);
    const bucket = Math.min(Math.floor(score / BUCKET_SIZE), LAST_BUCKET);
    return { lead, vertical, score, bucket, ...place(log) };
  });
  const refunds = history.of("house", "AuctionRefunded").map((log) => {
    const { leadId, bid, compensation } = log.args;
    const { lead, vertical } = leadOf(leadId);
    return { lead, vertical, bid, compensation, ...place(log) };
  });
  return [
    ...series("SalePoint", sales),
    ...series("ScorePoint", scores),
    ...series("RefundPoint", refunds),
  ];
}

/** Points are told apart by their place in the series: Graph Node counts their ids. */
function series(entity: string, points: readonly Record<string, unknown>[]): Claim[] {
  return points.map((fields, place) => ({ entity, id: `#${place}`, fields }));
}

function place({ txHash, block, timestamp }: LogPlace) {
  return { txHash, block, timestamp: timestamp * MICROSECONDS };
}
