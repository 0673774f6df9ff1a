import assert from "node:assert/strict";

import type { Market } from "./market.ts";
import type { Stage } from "./stage.ts";

const RANGE = { fromBlock: 0n } as const;

/**
 * Checks every sale from its events alone: the buyer had opened the highest bid that counts, paid it, and what it
 * lost is what seller and treasury got.
 */
export async function checkOutcomes({ house, vault }: Stage, model: Market): Promise<void> {
  const revealed = await house.getEvents.BidRevealed({}, RANGE);
  const payments = await vault.getEvents.SaleSettled({}, RANGE);
  for (const { args, transactionHash } of await house.getEvents.AuctionSettled({}, RANGE)) {
    const { leadId, round: id, buyer, seller, price, fee } = args;
    const round = model.leads.find((lead) => lead.id === leadId)?.rounds[(id ?? 0) - 1];
    assert.ok(round !== undefined, `a sale of the unknown round ${leadId}/${id}`);
    const bids = revealed
      .map((event) => event.args)
      .filter((bid) => bid.leadId === leadId && bid.round === id && round.counts(bid.amount ?? 0n))
      .sort((a, b) => Number((b.amount ?? 0n) - (a.amount ?? 0n)));
    const won = bids.find((bid) => bid.bidder === buyer)?.amount;
    assert.equal(won, round.top, "the buyer's bid is the highest that counts");
    assert.equal(price, won);

    const payment = payments.find((event) => event.transactionHash === transactionHash)?.args;
    assert.deepEqual(
      payment,
      {
        leadId,
        buyer,
        seller,
        treasury: model.rules.treasury,
        price,
        fee,
        deliveryBond: round.terms.deliveryBond,
      },
      "the vault pays what the house settles",
    );
  }
}
