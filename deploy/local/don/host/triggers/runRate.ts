import { LimitReached, type Rate, type RateName } from "../limits.ts";

/** Counts the runs that one trigger starts. */
export class RunRate {
  readonly #name: RateName;
  readonly #rate: Rate;
  readonly #starts: number[] = [];

  constructor(name: RateName, rate: Rate) {
    this.#name = name;
    this.#rate = rate;
  }

  /**
   * Counts a run.
   * @param now milliseconds.
   * @throws {LimitReached} there were as many as the rate allows in the time before `now`; the run is not counted.
   */
  start(now: number): void {
    const { runs, milliseconds } = this.#rate;
    while (this.#starts[0] !== undefined && this.#starts[0] <= now - milliseconds) {
      this.#starts.shift();
    }
    if (this.#starts.length >= runs) throw new LimitReached(this.#name, { rate: this.#rate });
    this.#starts.push(now);
  }
}
