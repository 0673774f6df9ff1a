/** How many requests one address may make: a burst, which fills again over a time. */
export interface Rate {
  readonly requests: number;
  readonly milliseconds: number;
}

/** Addresses that are remembered; the oldest are forgotten first. */
const REMEMBERED = 10_000;

/** Counts requests by address, in memory. @returns whether an address may make one more. */
export function rateLimiter({ requests, milliseconds }: Rate, now: () => number = Date.now) {
  const buckets = new Map<string, { left: number; at: number }>();
  return (address: string): boolean => {
    const time = now();
    const { left, at } = buckets.get(address) ?? { left: requests, at: time };
    const filled = Math.min(requests, left + ((time - at) * requests) / milliseconds);
    const isAllowed = filled >= 1;
    buckets.delete(address);
    buckets.set(address, { left: isAllowed ? filled - 1 : filled, at: time });
    if (buckets.size > REMEMBERED) {
      const [oldest] = buckets.keys();
      if (oldest !== undefined) buckets.delete(oldest);
    }
    return isAllowed;
  };
}
