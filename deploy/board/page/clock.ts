/**
 * The chain's time, as far as its blocks tell: the later of this machine's and the latest block's, which goes on from when it was first
 * seen. A local chain may be days ahead.
 */
export class ChainClock {
  #blockTime = 0;
  #seenAt = 0;

  /** Learns of a block. @param timestamp its time, Unix seconds. */
  see(timestamp: number): void {
    if (timestamp <= this.#blockTime) return;
    this.#blockTime = timestamp;
    this.#seenAt = wallTime();
  }

  /** Unix seconds. */
  now(): number {
    return Math.max(wallTime(), this.#blockTime + wallTime() - this.#seenAt);
  }
}

function wallTime(): number {
  return Math.floor(Date.now() / 1_000);
}
