import assert from "node:assert/strict";

import { groupBy } from "./facts/groupBy.ts";
import type { Facts, Row } from "./facts/subgraphFacts.ts";

/** Counters of `Protocol`, one for each outcome, and that of rounds without one. */
const OUTCOME_COUNTS = {
  openAuctions: null,
  soldAuctions: "Sold",
  unsoldAuctions: "Unsold",
  cancelledAuctions: "Cancelled",
  undeliveredAuctions: "Undelivered",
  barredAuctions: "Barred",
  voidedAuctions: "Voided",
  erasedAuctions: "Erased",
} as const;

/** Fails unless what the subgraph says in one place adds up to what it says in another, as the schema promises. */
export function assertInvariants(facts: Facts): void {
  const of = (type: string) => [...(facts.get(type)?.values() ?? [])];
  const [accounts, bids, auctions] = [of("Account"), of("Bid"), of("Auction")];
  assertVault(of("Vault"), accounts);
  const open = auctions.filter(({ outcome }) => outcome === null);
  const bidsBy = groupBy(bids, ({ bidder }) => String(bidder));
  const roundsBy = groupBy(open, ({ seller }) => String(seller));
  const bountiesBy = groupBy(of("Bounty"), ({ poster }) => String(poster));
  const matchesBy = groupBy(of("BountyMatch"), ({ poster }) => String(poster));
  const entriesBy = groupBy(of("VaultEntry"), ({ account }) => String(account));
  for (const account of accounts) {
    const id = String(account["id"]);
    const budgets = sum(bountiesBy.get(id) ?? [], "budget");
    assert.equal(amount(account, "budgets"), budgets, `what is left of the bounties of ${id}`);
    const offers = sum(matchesBy.get(id) ?? [], "locked");
    assert.equal(amount(account, "offers"), offers, `what offers of ${id} hold`);
    const bonds = sum(roundsBy.get(id) ?? [], "deliveryBond");
    const held = sum(bidsBy.get(id) ?? [], "locked") + bonds + budgets + offers;
    assert.equal(amount(account, "locked"), held, `what bids, rounds and bounties of ${id} hold`);
    const entries = entriesBy.get(id) ?? [];
    for (const balance of ["free", "locked"]) {
      const total = sum(entries, `${balance}Change`);
      assert.equal(amount(account, balance), total, `the statement of ${id}: ${balance}`);
    }
    const sales = auctions.filter(({ seller, outcome }) => seller === id && outcome === "Sold");
    assert.equal(account["saleCount"], sales.length, `sales of ${id}`);
    const wins = auctions.filter(({ buyer }) => buyer === id);
    assert.equal(account["winCount"], wins.length, `wins of ${id}`);
  }
  for (const bid of bids) {
    const isHeld = amount(bid, "locked") > 0n;
    assert.equal(bid["endedAt"] === null, isHeld, `whether the bid ${String(bid["id"])} ended`);
  }
  assertBounties(of("Bounty"), of("BountyMatch"), of("BountyDay"));
  assertTotals(of("Protocol"), auctions, bids);
}

/** Matches and days of every bounty add up to its totals. */
function assertBounties(
  bounties: readonly Row[],
  matches: readonly Row[],
  days: readonly Row[],
): void {
  const matchesBy = groupBy(matches, ({ bounty }) => String(bounty));
  const daysBy = groupBy(days, ({ bounty }) => String(bounty));
  for (const bounty of bounties) {
    const id = String(bounty["id"]);
    const own = matchesBy.get(id) ?? [];
    const sold = own.filter(({ end }) => end === "Sold");
    const ofDays = (field: string) => sum(daysBy.get(id) ?? [], field);
    assert.equal(amount(bounty, "matchCount"), BigInt(own.length), `matches of bounty ${id}`);
    assert.equal(amount(bounty, "spent"), sum(sold, "price"), `what bounty ${id} spent`);
    assert.equal(amount(bounty, "tipsPaid"), sum(sold, "tip"), `tips of bounty ${id}`);
    assert.equal(ofDays("matches"), BigInt(own.length), `matches of bounty ${id} by day`);
    assert.equal(ofDays("spent"), sum(sold, "price"), `what bounty ${id} spent by day`);
    const over = ofDays("sales") + ofDays("beaten") + ofDays("ended");
    const ended = own.filter(({ end }) => end !== null).length;
    assert.equal(over, BigInt(ended), `ended matches of bounty ${id} by day`);
  }
}

function assertVault([vault]: readonly Row[], accounts: readonly Row[]): void {
  assert.ok(vault);
  const [free, locked] = [sum(accounts, "free"), sum(accounts, "locked")];
  assert.equal(amount(vault, "locked"), locked, "locked balances");
  assert.equal(amount(vault, "liabilities"), free + locked, "all balances");
  const left = amount(vault, "deposited") - amount(vault, "withdrawn");
  assert.equal(amount(vault, "liabilities"), left, "what came in and did not go out");
}

function assertTotals(
  [protocol]: readonly Row[],
  auctions: readonly Row[],
  bids: readonly Row[],
): void {
  assert.ok(protocol);
  assert.equal(protocol["auctions"], auctions.length);
  assert.equal(protocol["bids"], bids.length);
  for (const [count, outcome] of Object.entries(OUTCOME_COUNTS)) {
    const ended = auctions.filter((auction) => auction["outcome"] === outcome);
    assert.equal(protocol[count], ended.length, count);
  }
}

function sum(rows: readonly Row[], field: string): bigint {
  return rows.reduce((total, row) => total + amount(row, field), 0n);
}

function amount(row: Row, field: string): bigint {
  return BigInt(String(row[field]));
}
