/** Reads of the chain that a run may make besides the three of `chainView`. */
const MAX_READS = 12;

/** Takes one of a run's reads; false once there are none left. */
export type TakeRead = () => boolean;

/** A run's reads, for all that share them. */
export function readBudget(): TakeRead {
  let left = MAX_READS;
  return () => left-- > 0;
}
