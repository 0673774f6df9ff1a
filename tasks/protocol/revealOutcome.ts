/** What becomes of a bid when it is opened, as `IAuctionHouse.RevealOutcome` numbers it. */
const OUTCOMES = ["Leading", "Tied", "Outbid", "BelowReserve", "Barred"] as const;

/** What becomes of a bid when it is opened. */
export type RevealOutcomeName = (typeof OUTCOMES)[number];

/** The name of an outcome that the house numbers. */
export function revealOutcomeName(outcome: number): RevealOutcomeName {
  const name = OUTCOMES[outcome];
  if (name === undefined) throw new RangeError(`No bid is opened with outcome ${outcome}.`);
  return name;
}
