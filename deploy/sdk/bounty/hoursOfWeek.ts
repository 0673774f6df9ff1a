import { LeadEngineError } from "../errors/leadEngineError.ts";

const DAYS = ["Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"];
const HOURS_PER_DAY = 24;
const PART =
  /^(?<first>[A-Za-z]{3})(?:-(?<last>[A-Za-z]{3}))?(?: (?<from>\d{1,2})-(?<to>\d{1,2}))?$/;

/** What the text of all hours is. */
export const ALWAYS = "always";

/** All hours of the week, a bit for each. */
export const ALL_HOURS = (1n << BigInt(DAYS.length * HOURS_PER_DAY)) - 1n;

/**
 * Hours of the week (UTC) as `IBountyMatcher.BountyTerms` holds them: bit 0 is Monday, 00:00 to 01:00.
 * @param text such as `Mon-Fri 8-18, Sat 9-12`: 8-18 is from 08:00 until 18:00; days without hours are whole days; or `always`.
 * @throws {LeadEngineError} `INVALID_HOURS`: it cannot be read.
 */
export function parseHours(text: string): bigint {
  if (text.trim() === ALWAYS) return ALL_HOURS;
  return text.split(",").reduce((hours, part) => hours | parsePart(text, part.trim()), 0n);
}

function parsePart(text: string, part: string): bigint {
  const { first = "", last = first, from = "0", to = "24" } = PART.exec(part)?.groups ?? {};
  const [start, end] = [dayNamed(first), dayNamed(last)];
  const [begin, stop] = [Number(from), Number(to)];
  if (start === -1 || end === -1 || begin >= stop || stop > HOURS_PER_DAY) {
    throw new LeadEngineError(
      "INVALID_HOURS",
      `${text} are no hours of the week.`,
      "Write days and full hours in UTC, such as `Mon-Fri 8-18, Sat 9-12`, or `always`.",
    );
  }
  const day = ((1n << BigInt(stop - begin)) - 1n) << BigInt(begin);
  // A range of days may go beyond Sunday: Sat-Mon.
  const count = ((end - start + DAYS.length) % DAYS.length) + 1;
  return Array.from({ length: count }, (_, index) => (start + index) % DAYS.length).reduce(
    (hours, index) => hours | (day << BigInt(index * HOURS_PER_DAY)),
    0n,
  );
}

function dayNamed(name: string): number {
  return DAYS.findIndex((day) => day.toLowerCase() === name.toLowerCase());
}

/** Hours of the week as people write them; `parseHours` reads them back. */
export function hoursText(hours: bigint): string {
  if (hours === ALL_HOURS) return ALWAYS;
  const days = DAYS.map((_day, index) => dayText(hours >> BigInt(index * HOURS_PER_DAY)));
  const parts: string[] = [];
  for (let first = 0; first < days.length;) {
    const spans = days[first] ?? [];
    let last = first;
    while (String(days[last + 1]) === String(spans) && last + 1 < days.length) last++;
    const name = first === last ? DAYS[first] : `${DAYS[first]}-${DAYS[last]}`;
    parts.push(...spans.map((span) => (span === "0-24" ? `${name}` : `${name} ${span}`)));
    first = last + 1;
  }
  return parts.join(", ");
}

/** The spans of hours of a day, such as `8-18`; the lowest bit is 00:00 to 01:00. */
function dayText(hours: bigint): string[] {
  const isIn = (hour: number) => hour < HOURS_PER_DAY && ((hours >> BigInt(hour)) & 1n) === 1n;
  const spans: string[] = [];
  for (let from = 0; from < HOURS_PER_DAY; from++) {
    if (!isIn(from)) continue;
    let to = from;
    while (isIn(to)) to++;
    spans.push(`${from}-${to}`);
    from = to;
  }
  return spans;
}
