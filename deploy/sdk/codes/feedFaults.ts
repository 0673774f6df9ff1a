/** Rules that a feed can break, as `IReservePricer.FeedFault` numbers them. */
export const FEED_FAULTS = [
  "None",
  "SequencerDown",
  "SequencerGracePeriod",
  "NonPositiveAnswer",
  "IncompleteRound",
  "StaleAnswer",
  "OutOfBand",
  "FeedUnreadable",
] as const;

/** A rule that a feed can break; `None` if it breaks none. */
export type FeedFaultName = (typeof FEED_FAULTS)[number];

const TEXTS: Readonly<Record<FeedFaultName, string>> = {
  None: "every feed keeps its rules",
  SequencerDown: "the rollup's sequencer is down",
  SequencerGracePeriod: "the rollup's sequencer is up again, but not for long enough",
  NonPositiveAnswer: "a price is zero or negative",
  IncompleteRound: "a feed's round is incomplete",
  StaleAnswer: "a price is older than its feed's heartbeat and the margin",
  OutOfBand: "a price is outside the band in which it is believed",
  FeedUnreadable: "a feed cannot be read",
};

/** The name of a fault that the pricer numbers. */
export function feedFaultName(fault: number): FeedFaultName {
  const name = FEED_FAULTS[fault];
  if (name === undefined) throw new RangeError(`There is no feed fault ${fault}.`);
  return name;
}

/** What a fault means, such as `the rollup's sequencer is down`. */
export function feedFaultText(fault: FeedFaultName): string {
  return TEXTS[fault];
}
