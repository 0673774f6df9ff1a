import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

const DURATION = /^(\d{1,7})([smhd])$/;
const SECONDS: Readonly<Record<string, number>> = { s: 1, m: 60, h: 3_600, d: 86_400 };
/** A year: no window of the protocol is longer. */
const MAX_DURATION = 365 * 86_400;

/**
 * A duration as people write it, in seconds: 90s, 10m, 2h or 1d.
 * @param next what the refusal suggests.
 */
export function parseDuration(text: string, next = "Write 90s, 10m, 2h or 1d."): number {
  const [, count, unit = ""] = DURATION.exec(text) ?? [];
  const seconds = Number(count) * (SECONDS[unit] ?? 0);
  if (seconds > 0 && seconds <= MAX_DURATION) return seconds;
  throw new LeadEngineError("INVALID_DURATION", `${text} is not a duration of up to a year.`, next);
}
