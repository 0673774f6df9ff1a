import { leftBehind } from "../../../deploy/sdk/actions/keeper/keeperHints.ts";
import { phaseWhere } from "../../../deploy/sdk/subgraph/phaseWhere.ts";
import type { Row } from "../facts/subgraphFacts.ts";
import type { Reference } from "./referenceApi.ts";

type Variables = Readonly<Record<string, unknown>>;

/** As many of each thing are asked for: of the market day, which has every kind. */
const SOME = 12;

/** Values that each query of `subgraph/queries` is tried with: so that each finds something. */
export const VARIABLES: Readonly<Record<string, (reference: Reference) => readonly Variables[]>> = {
  "accounts-page.graphql": ({ meta }) => [{ block: headOf(meta).number }],
  "action-feed.graphql": ({ rows }) => [
    {},
    { first: 5 },
    { after: idsOf(rows, "Action").at(-SOME), first: 5 },
  ],
  "auctions.graphql": ({ meta }) => {
    const now = headOf(meta).timestamp;
    const phases = ["Commit", "Unsold", "Undelivered", "Sold", "TieBreak"] as const;
    const filters = phases.map((phase) => phaseWhere(phase, now));
    return [{}, ...filters.map((where) => ({ where })), { where: { region_starts_with: "US-" } }];
  },
  "bids.graphql": ({ meta }) => {
    const now = headOf(meta).timestamp;
    return [{}, { where: leftBehind(now) }, { where: { status: "Outbid", endedAt_not: null } }];
  },
  "bounties.graphql": ({ meta }) => {
    const now = String(headOf(meta).timestamp);
    const open = { closed: false, paused: false, expiresAt_gt: now };
    return [{}, { where: open }, { where: { verticalSlug_starts_with: "solar", closed: true } }];
  },
  "bounty.graphql": ({ rows }) => rowsOf(rows, "Bounty").map(({ bountyId }) => ({ bountyId })),
  "bounty-matches.graphql": ({ rows }) => [
    {},
    { where: { end: "Beaten" } },
    ...rowsOf(rows, "Bounty").map(({ bountyId }) => ({ where: { bounty_: { bountyId } } })),
  ],
  "configuration.graphql": ({ rows }) => [
    {},
    { before: idsOf(rows, "ConfigurationChange").at(-SOME), first: 5 },
  ],
  "credentials.graphql": ({ rows }) => idsOf(rows, "Account").map((account) => ({ account })),
  "decisions.graphql": ({ rows }) => [
    {},
    { verdicts: ["Denied", "Unavailable"] },
    { before: idsOf(rows, "Decision").at(-1), first: 2 },
  ],
  "earnings.graphql": ({ rows }) =>
    accounts(rows, "auctionCount").flatMap((seller) => [{ seller }, { seller, first: 1 }]),
  "lead-bids.graphql": ({ rows }) => leadIds(rows).map((leadId) => ({ leadId })),
  "lead-provenance.graphql": ({ rows }) => leadIds(rows).map((leadId) => ({ leadId })),
  "lead-feed.graphql": ({ rows }) => [
    {},
    { where: { auction_: { verticalSlug_starts_with: "solar" } }, first: 3 },
    { after: idsOf(rows, "Action").at(-SOME) },
  ],
  "lead-story.graphql": ({ rows }) => leadIds(rows).map((leadId) => ({ leadId })),
  "leads.graphql": ({ rows }) => [
    {},
    { where: { state: "Sold", verticalSlug_starts_with: "solar" } },
    { after: idsOf(rows, "Lead")[2], first: 3 },
  ],
  "market.graphql": () => [{}, { interval: "hour", ended: 3 }],
  "my-bids.graphql": ({ rows }) => accounts(rows, "bidCount").map((account) => ({ account })),
  "my-leads.graphql": ({ rows }) => accounts(rows, "auctionCount").map((seller) => ({ seller })),
  "open-leads.graphql": ({ rows, meta }) => {
    const now = String(headOf(meta).timestamp);
    const [account] = accounts(rows, "bidCount");
    return [
      { account, now },
      { account, now, vertical: "solar", region: "US", minScore: 5_000 },
      { account, now, first: 1, skip: 1 },
    ];
  },
  "open-bounties.graphql": ({ meta }) => {
    const now = String(headOf(meta).timestamp);
    const wanted = { now, vertical: "solar.residential", root: "solar", country: "US" };
    return [
      { ...wanted, region: "US-CA" },
      { ...wanted, region: "US-NY" },
      { ...wanted, region: "US-TX", minPrice: "200000000", score: 5_000, first: 1 },
    ];
  },
  "oracles.graphql": () => [{}, { first: 1 }],
  "prices.graphql": ({ rows }) =>
    slugsOf(rows).flatMap((vertical) => [
      { vertical },
      { vertical, interval: "hour" },
      { vertical, first: 1 },
    ]),
  "roles.graphql": ({ meta }) => [{}, { since: String(headOf(meta).timestamp) }],
  "sealed-bids.graphql": ({ rows }) => leadIds(rows).map((leadId) => ({ leadId, round: 1 })),
  "solvency.graphql": () => [{}],
  "transaction.graphql": ({ rows }) =>
    ["Delivery", "Rejection", "Decision", "CredentialEvent", "ReservesProof", "Action"].flatMap(
      (type) =>
        rowsOf(rows, type)
          .slice(-2)
          .map(({ txHash }) => ({ txHash })),
    ),
  "vault-history.graphql": ({ rows }) =>
    accounts(rows, "bidCount").map((account) => ({ account, first: 5 })),
  "verticals.graphql": () => [{}, { slug: "solar" }],
};

/** Those with bids of many first, so that there is something to page through. */
function leadIds(rows: Reference["rows"]): unknown[] {
  const bids = rowsOf(rows, "Bid");
  const bidsOn = ({ leadId }: Row) => bids.filter((bid) => bid["leadId"] === leadId).length;
  const leads = rowsOf(rows, "Lead").sort((a, b) => bidsOn(b) - bidsOn(a));
  return leads.slice(0, SOME).map(({ leadId }) => leadId);
}

/** Those of which there is anything to count, the most first. */
function accounts(rows: Reference["rows"], count: string): unknown[] {
  const counted = rowsOf(rows, "Account").filter((row) => Number(row[count]) > 0);
  return counted.sort((a, b) => Number(b[count]) - Number(a[count])).map(({ id }) => id);
}

/** Verticals with sales and their roots, and one without. */
function slugsOf(rows: Reference["rows"]): unknown[] {
  const sold = rowsOf(rows, "SalePoint").flatMap((sale) => [
    sale["vertical"],
    sale["rootVertical"],
  ]);
  const verticals = rowsOf(rows, "Vertical");
  const traded = verticals.filter(({ id }) => sold.includes(id ?? null));
  const idle = verticals.filter(({ id }) => !sold.includes(id ?? null));
  return [...traded, ...idle.slice(0, 1)].map(({ slug }) => slug);
}

function idsOf(rows: Reference["rows"], type: string): string[] {
  return [...(rows.get(type)?.keys() ?? [])].sort();
}

function rowsOf(rows: Reference["rows"], type: string): Row[] {
  return [...(rows.get(type)?.values() ?? [])];
}

function headOf(meta: Reference["meta"]): { readonly number: number; readonly timestamp: number } {
  return meta["block"] as { readonly number: number; readonly timestamp: number };
}
