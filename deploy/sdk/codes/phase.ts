/** States of an auction, as the contracts number them. */
export const Phase = {
  None: 0,
  Commit: 1,
  Reveal: 2,
  TieBreak: 3,
  Delivery: 4,
  Sold: 5,
  Unsold: 6,
  Undelivered: 7,
  Voided: 8,
  Erased: 9,
} as const;

/** A state of an auction. */
export type Phase = (typeof Phase)[keyof typeof Phase];

/** The name of a state. */
export type PhaseName = keyof typeof Phase;

/** The name of a state that the contracts number. */
export function phaseName(phase: number): PhaseName {
  const names = Object.keys(Phase) as PhaseName[];
  const name = names[phase];
  if (name === undefined) throw new RangeError(`There is no auction state ${phase}.`);
  return name;
}
