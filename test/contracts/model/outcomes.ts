import assert from "node:assert/strict";

import type { Market } from "./market.ts";
import type { Stage } from "./stage.ts";

const RANGE = { fromBlock: 0n } as const;

/**
 * Checks every sale from its events alone: the buyer had opened the highest bid that counts and paid it, and the event shows who got what.
 */
export async function checkOutcomes({ house }: Stage, model: Market): Promise<void> {
  const revealed = await house.getEvents.BidRevealed({}, RANGE);
  for (const { args } of await house.getEvents.AuctionSettled({}, RANGE)) {
    const { leadId, round: id, buyer, seller, treasury, price, deliveryBond } = args;
    const lead = model.leads.find((one) => one.id === leadId);
    const round = lead?.rounds[(id ?? 0) - 1];
    assert.ok(
      lead !== undefined && round !== undefined,
      `a sale of the unknown round ${leadId}/${id}`,
    );
    const bids = revealed
      .map((event) => event.args)
      .filter((bid) => bid.leadId === leadId && bid.round === id && round.counts(bid.amount ?? 0n))
      .sort((a, b) => Number((b.amount ?? 0n) - (a.amount ?? 0n)));
    const won = bids.find((bid) => bid.bidder === buyer)?.amount;
    assert.equal(won, round.top, "the buyer's bid is the highest that counts");
    assert.equal(price, won);

    assert.deepEqual(
      { seller, treasury, deliveryBond },
      {
        seller: lead.seller,
        treasury: model.rules.treasury,
        deliveryBond: round.terms.deliveryBond,
      },
    );
  }
}
