/** Operations whose gas is compared with DESIGN's goals; figures are of whole transactions. */
export const GAS_GOALS = {
  listPerLead: { title: "attest + mint + list, per lead in a batch of ten", goal: 275_000 },
  listPerScoredLead: {
    title: "the same, in the DON's reports of 5,000 bytes",
    goal: undefined,
  },
  listFirst: {
    title: "the same, a lead alone, the first of its vertical and region",
    goal: undefined,
  },
  commit: { title: "commit, pass remembered", goal: 74_000 },
  commitBatchPerBid: { title: "commit, per bid of one account on five leads", goal: 48_000 },
  commitFirst: { title: "commit, first of its vertical and region", goal: 190_000 },
  revealFirst: { title: "reveal, first of a round", goal: undefined },
  revealHigh: { title: "reveal, new high", goal: 66_000 },
  revealBatchPerBid: { title: "reveal, per bid in a batch of five", goal: 31_000 },
  revealBatch20PerBid: { title: "reveal, per bid in a batch of twenty", goal: 22_000 },
  deliver: { title: "deliver", goal: 150_000 },
  refund: { title: "refund", goal: 80_000 },
  forfeit: { title: "forfeit", goal: 78_000 },
  withdraw: { title: "withdraw", goal: 60_000 },
  saleFiveBidders: { title: "whole sale with five bidders", goal: 930_000 },
} as const;

/** An operation with a gas figure. */
export type GasOperation = keyof typeof GAS_GOALS;

/** Gas used by the day's operations; of several, the most. */
export class GasLog {
  readonly #most = new Map<GasOperation, number>();

  record(operation: GasOperation, gasUsed: bigint | number): void {
    const most = this.#most.get(operation) ?? 0;
    this.#most.set(operation, Math.max(most, Math.round(Number(gasUsed))));
  }

  /** The figure of an operation; undefined when it did not happen. */
  of(operation: GasOperation): number | undefined {
    return this.#most.get(operation);
  }

  /** Forgets all figures. */
  clear(): void {
    this.#most.clear();
  }

  /** All figures by operation. */
  toJSON(): Record<string, number> {
    return Object.fromEntries(this.#most);
  }
}
