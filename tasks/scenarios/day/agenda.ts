interface Appointment {
  /** Unix seconds. */
  readonly at: number;
  readonly act: () => Promise<void>;
}

/** The chain's clock. */
export interface Clock {
  readonly latest: () => Promise<number>;
  readonly increaseTo: (timestamp: number) => Promise<unknown>;
}

/** What has to happen when: auctions of different lengths run side by side. */
export class Agenda {
  readonly #clock: Clock;
  readonly #appointments: Appointment[] = [];

  constructor(clock: Clock) {
    this.#clock = clock;
  }

  /** Notes what to do from `at` (Unix seconds) on. */
  add(at: number, act: () => Promise<void>): void {
    this.#appointments.push({ at, act });
    this.#appointments.sort((a, b) => a.at - b.at);
  }

  /** Does what is due now. */
  async runDue(): Promise<void> {
    const now = await this.#clock.latest();
    while (this.#appointments[0] !== undefined && this.#appointments[0].at <= now) {
      await this.#appointments.shift()?.act();
    }
  }

  /** Moves the chain's clock from one appointment to the next until none is left. */
  async runAll(): Promise<void> {
    for (let next = this.#appointments[0]; next !== undefined; next = this.#appointments[0]) {
      if (next.at > (await this.#clock.latest())) await this.#clock.increaseTo(next.at);
      await this.runDue();
    }
  }
}
