import type { Reference } from "./referenceApi.ts";

type Variables = Readonly<Record<string, unknown>>;

/** Leads whose stories are asked for: those of the market day, which has every kind. */
const LEADS = 12;

/** Values that each query of `subgraph/queries` is tried with: so that each finds something. */
export const VARIABLES: Readonly<Record<string, (reference: Reference) => readonly Variables[]>> = {
  "accounts-page.graphql": (reference) => [{ block: headOf(reference) }],
  "auctions.graphql": () => [
    {},
    { vertical: "solar" },
    { region: "US-" },
    { states: ["Sold", "Undelivered"], minScore: 8_000 },
    { states: ["Commit"], first: 1 },
  ],
  "credentials.graphql": ({ rows }) => idsOf(rows, "Account").map((account) => ({ account })),
  "decisions.graphql": () => [{}, { verdicts: ["Denied", "Unavailable"] }, { first: 1, skip: 1 }],
  "lead-bids.graphql": ({ rows }) => {
    const leads = [...(rows.get("Bid")?.values() ?? [])].map(({ lead }) => String(lead));
    const bidsOn = (lead: string) => leads.filter((other) => other === lead).length;
    return [...new Set(leads)].sort((a, b) => bidsOn(b) - bidsOn(a)).map((lead) => ({ lead }));
  },
  "lead-story.graphql": ({ rows }) =>
    [...(rows.get("Lead")?.values() ?? [])].slice(0, LEADS).map(({ leadId }) => ({ leadId })),
  "leads-page.graphql": (reference) => [{ block: headOf(reference) }],
  "live-auctions.graphql": ({ meta }) => {
    const { timestamp } = meta["block"] as { timestamp: number };
    const now = String(timestamp);
    return [{ now }, { now, minScore: 8_500 }, { now, first: 1, skip: 1 }];
  },
  "my-bids.graphql": ({ rows }) => idsOf(rows, "Account").map((account) => ({ account })),
  "progress.graphql": () => [{}],
  "seller-earnings.graphql": ({ rows }) => idsOf(rows, "Account").map((seller) => ({ seller })),
  "solvency.graphql": () => [{}],
  "vertical-prices.graphql": ({ rows }) =>
    verticalsOf(rows).flatMap((vertical) => [
      { vertical, interval: "hour" },
      { vertical, interval: "day" },
    ]),
};

/** Those with sales, and one without. */
function verticalsOf(rows: Reference["rows"]): string[] {
  const verticals = [...(rows.get("Vertical") ?? [])];
  const sold = verticals.filter(([, { sales }]) => sales !== 0);
  return [...sold, ...verticals.slice(0, 1)].map(([id]) => id);
}

function idsOf(rows: Reference["rows"], type: string): string[] {
  return [...(rows.get(type)?.keys() ?? [])];
}

function headOf({ meta }: Reference): number {
  return (meta["block"] as { number: number }).number;
}
