import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

const SECONDS = { h: 3_600, d: 86_400, w: 604_800, y: 31_536_000 } as const;
const DURATION = /^([1-9]\d{0,5})([hdwy])$/;
const DATE = /^\d{4}-\d{2}-\d{2}(T\d{2}:\d{2}(:\d{2})?Z)?$/;
/** Largest time that the registry holds: `uint40`. */
const MAX_TIME = 2 ** 40 - 1;
const NEXT =
  'Give a duration such as 90d, 12h, 2w or 1y, a date such as 2027-06-30 (its first second, UTC), or "never".';

/** The end of a credential that never ends. */
export const NEVER = 0;

/**
 * When a credential ends, Unix seconds; it is invalid from that second on.
 * @param text a duration from `now`, a UTC date or time, or `never`.
 * @param now the chain's time, Unix seconds.
 * @throws {LeadEngineError} it is none of these, or not in the future.
 */
export function expiryOf(text: string, now: number): number {
  if (text === "never") return NEVER;
  const end = timeOf(text, now);
  if (end === undefined || end > MAX_TIME) {
    throw new LeadEngineError("INVALID_TIME", `--expires ${text} is not a time.`, NEXT);
  }
  if (end <= now) {
    throw new LeadEngineError("INVALID_TIME", `--expires ${text} is not in the future.`, NEXT);
  }
  return end;
}

function timeOf(text: string, now: number): number | undefined {
  const [, count, unit] = DURATION.exec(text) ?? [];
  if (count !== undefined) return now + Number(count) * SECONDS[unit as keyof typeof SECONDS];
  if (!DATE.test(text)) return undefined;
  const milliseconds = Date.parse(text);
  // A day that does not exist, such as 2027-02-30, may be parsed as another.
  if (
    Number.isNaN(milliseconds) ||
    !new Date(milliseconds).toISOString().startsWith(text.slice(0, 10))
  ) {
    return undefined;
  }
  return milliseconds / 1_000;
}
