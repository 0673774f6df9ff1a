/** Votes of those who have voted, and how many still can. Undefined while the outcome is open; throws when there can be none. */
export type Decide<Vote, Outcome> = (
  votes: readonly Vote[],
  outstanding: number,
) => Outcome | undefined;

/** One question that several nodes answer: each once. Who asks late gets the outcome that there is. */
export class Ballot<Vote, Outcome> {
  /** The outcome; rejects when there can be none. */
  readonly outcome: Promise<Outcome>;
  readonly #votes = new Map<number, Vote>();
  readonly #voters: number;
  readonly #gone: ReadonlySet<number>;
  readonly #decide: Decide<Vote, Outcome>;
  #resolve!: (outcome: Outcome) => void;
  #reject!: (error: unknown) => void;

  /** @param gone voters that will not vote any more. The set is the caller's, who says `review` when it grows. */
  constructor(voters: number, gone: ReadonlySet<number>, decide: Decide<Vote, Outcome>) {
    this.#voters = voters;
    this.#gone = gone;
    this.#decide = decide;
    this.outcome = new Promise((resolve, reject) => {
      this.#resolve = resolve;
      this.#reject = reject;
    });
    this.outcome.catch(() => undefined);
  }

  /** A voter's first vote counts. */
  cast(voter: number, vote: Vote): void {
    if (!this.#votes.has(voter)) this.#votes.set(voter, vote);
    this.review();
  }

  /** Decides with what is known now. */
  review(): void {
    const open = Array.from({ length: this.#voters }, (_, voter) => voter).filter(
      (voter) => !this.#votes.has(voter) && !this.#gone.has(voter),
    );
    try {
      const outcome = this.#decide([...this.#votes.values()], open.length);
      if (outcome !== undefined) this.#resolve(outcome);
    } catch (error) {
      this.#reject(error);
    }
  }
}

/**
 * The largest group of votes with the same key once `quorum` are in it; undefined while it can still come to that.
 * @throws {Error} too few agree, and too few can still vote.
 */
export function quorumOf<Vote>(
  votes: readonly Vote[],
  outstanding: number,
  quorum: number,
  keyOf: (vote: Vote) => string,
): readonly Vote[] | undefined {
  const keys = votes.map(keyOf);
  const groups = keys.map((key) => votes.filter((_, index) => keys[index] === key));
  const largest = groups.reduce((best, group) => (group.length > best.length ? group : best), []);
  if (largest.length >= quorum) return largest;
  if (largest.length + outstanding >= quorum) return undefined;
  throw new Error(`no quorum: ${largest.length} nodes agree, ${quorum} must`);
}

/** Bytes as text that can be compared. */
export function hexOf(bytes: Uint8Array): string {
  return Buffer.from(bytes).toString("hex");
}
