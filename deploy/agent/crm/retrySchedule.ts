const SECOND = 1_000;
const MINUTE = 60 * SECOND;
const HOUR = 60 * MINUTE;

/** Standard Webhooks' schedule: how long after each attempt the next one is made, milliseconds; the first is made at once. */
export const RETRY_DELAYS: readonly number[] = [
  0,
  5 * SECOND,
  5 * MINUTE,
  30 * MINUTE,
  2 * HOUR,
  5 * HOUR,
  10 * HOUR,
  14 * HOUR,
  20 * HOUR,
  24 * HOUR,
];
/** A receiver that asks for more is asked again after this time, milliseconds. */
const MAX_RETRY_AFTER = 24 * HOUR;
/** How much later than the schedule an attempt may be, as a part of the delay, so that what failed together does not come back together. */
const JITTER = 0.1;

/**
 * When to try again after `attempts` attempts, milliseconds since 1970; undefined where the schedule is used up.
 * @param retryAfter how long the receiver asks to be left alone, milliseconds.
 * @param random from 0 to 1.
 */
export function nextAttemptAt(
  attempts: number,
  { now, retryAfter = 0, random }: { now: number; retryAfter?: number | undefined; random: number },
): number | undefined {
  const delay = RETRY_DELAYS[attempts];
  if (delay === undefined) return undefined;
  const jittered = Math.round(delay * (1 + JITTER * random));
  return now + Math.max(jittered, Math.min(retryAfter, MAX_RETRY_AFTER));
}

/** What a `Retry-After` header asks for, milliseconds: it holds seconds or a date. Undefined where it holds neither. */
export function retryAfterOf(header: string | undefined, now: number): number | undefined {
  if (header === undefined) return undefined;
  if (/^\d{1,9}$/.test(header)) return Number(header) * SECOND;
  const date = Date.parse(header);
  return Number.isNaN(date) ? undefined : Math.max(0, date - now);
}
