import { TaskError } from "../client/taskError.ts";

const SECONDS = { h: 3_600n, d: 86_400n, w: 604_800n, y: 31_536_000n } as const;
const DURATION = /^([1-9]\d{0,5})([hdwy])$/;
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;
/** Largest time that the registry holds: `uint40`. */
const MAX_TIME = 2n ** 40n - 1n;
const NEXT =
  'Give a duration such as 90d, 12h, 2w or 1y, a date such as 2027-06-30 (its first second, UTC), or "never".';

/** What a credential that never ends has as its end. */
export const NEVER = 0n;

/**
 * When a credential ends, Unix seconds; it is invalid from that second on.
 * @param text a duration from `now`, a UTC date or time, or `never`.
 * @param now the chain's time, Unix seconds.
 * @throws {TaskError} it is none of these, or not in the future.
 */
export function expiryOf(text: string, now: bigint): bigint {
  if (text === "never") return NEVER;
  const end = timeOf(text, now);
  if (end === undefined || end > MAX_TIME)
    throw new TaskError(`--expires ${text} is no time.`, NEXT);
  if (end <= now) throw new TaskError(`--expires ${text} is not in the future.`, NEXT);
  return end;
}

function timeOf(text: string, now: bigint): bigint | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count !== undefined) return now + BigInt(count) * SECONDS[unit as keyof typeof SECONDS];
  if (!DATE.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  // A day that no calendar has, such as 2027-02-30, may be parsed as another.
  if (
    Number.isNaN(milliseconds) ||
    !new Date(milliseconds).toISOString().startsWith(text.slice(0, 10))
  ) {
    return undefined;
  }
  return BigInt(milliseconds / 1_000);
}
