/** How an opened bid stands when it is opened, as `IAuctionHouse.RevealOutcome` numbers it. */
export const RevealOutcome = {
  Leading: 0,
  Tied: 1,
  Outbid: 2,
  BelowReserve: 3,
  Barred: 4,
} as const;

/** The name of an outcome. */
export type RevealOutcomeName = keyof typeof RevealOutcome;

/** The name of an outcome that the house numbers. */
export function revealOutcomeName(outcome: number): RevealOutcomeName {
  const name = (Object.keys(RevealOutcome) as RevealOutcomeName[])[outcome];
  if (name === undefined) throw new RangeError(`No bid is opened with outcome ${outcome}.`);
  return name;
}

/** Why an opening of a batch is skipped, as `IAuctionHouse.RevealFault` numbers it. */
export const RevealFault = {
  None: 0,
  NoCommitment: 1,
  WrongOpening: 2,
  ZeroBid: 3,
  Unfunded: 4,
} as const;
