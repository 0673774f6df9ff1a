/** Most requests in a span of time. */
export interface Rate {
  readonly requests: number;
  /** Milliseconds. */
  readonly within: number;
}

/** Counts requests over the last span. */
export function rateLimiter({ requests, within }: Rate) {
  const times: number[] = [];
  /** Counts a request at `now`; undefined if it may be made, else when one may be, milliseconds since 1970. */
  return (now: number): number | undefined => {
    while ((times[0] ?? now) <= now - within) times.shift();
    const [oldest] = times;
    if (oldest !== undefined && times.length >= requests) return oldest + within;
    times.push(now);
    return undefined;
  };
}
