/** What happens to a lead on the market day. */
export const SCENARIOS = [
  "five bidders",
  "tie of three",
  "listed again",
  "no bids",
  "never revealed",
  "never delivered",
  "unlicensed bidder",
  "expired licence",
  "sanctioned winner",
  "German lead",
] as const;

/** One of the day's stories; every further lead is a plain sale. */
export type Scenario = (typeof SCENARIOS)[number] | "plain sale";

/** The story of the `index`-th lead. */
export function scenarioOf(index: number): Scenario {
  return SCENARIOS[index] ?? "plain sale";
}
