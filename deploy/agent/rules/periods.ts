/** Spans of time that budgets and counts are for. */
export const PERIODS = ["hour", "day", "week", "month"] as const;

/** A span of time that budgets and counts are for. */
export type Period = (typeof PERIODS)[number];

const HOUR = 3_600;
const DAY = 24 * HOUR;
const DAYS_PER_WEEK = 7;
/** 1 January 1970 was a Thursday: three days after a Monday. */
const EPOCH_WEEKDAY = 3;

/**
 * When a period that a time lies in began, Unix seconds. An hour is the last 3,600 seconds; days begin at midnight, weeks on Monday and
 * months on the first, by the clocks of the time zone.
 */
export function periodStart(period: Period, now: number, timeZone: string): number {
  if (period === "hour") return now - HOUR;
  const name = `${period} ${timeZone}`;
  const known = starts.get(name);
  if (known !== undefined && known.start <= now && now < known.midnight) return known.start;
  const today = Math.floor(localTime(now, timeZone) / DAY) * DAY;
  const start = unixTime(firstDay(period, today), timeZone);
  starts.set(name, { start, midnight: unixTime(today + DAY, timeZone) });
  return start;
}

/** The last start of a period in a time zone, and until when it holds, Unix seconds: clocks are slow to ask, and each bid asks. */
const starts = new Map<string, { readonly start: number; readonly midnight: number }>();

function firstDay(period: Exclude<Period, "hour">, today: number): number {
  switch (period) {
    case "day":
      return today;
    case "week":
      return today - weekdayOf(today) * DAY;
    case "month":
      return today - (new Date(today * 1_000).getUTCDate() - 1) * DAY;
  }
}

/** The hour of the week by the clocks of a time zone: 0 is Monday, 00:00 to 01:00; see `parseHours`. */
export function hourOfWeek(now: number, timeZone: string): number {
  const local = localTime(now, timeZone);
  return weekdayOf(local) * 24 + Math.floor((local % DAY) / HOUR);
}

/** 0 is Monday. */
function weekdayOf(local: number): number {
  return (Math.floor(local / DAY) + EPOCH_WEEKDAY) % DAYS_PER_WEEK;
}

/** What clocks show, as if they showed UTC: seconds. */
function localTime(now: number, timeZone: string): number {
  const parts = clockOf(timeZone).formatToParts(now * 1_000);
  const part = (name: Intl.DateTimeFormatPartTypes) =>
    Number(parts.find(({ type }) => type === name)?.value);
  const [year, month, day] = [part("year"), part("month"), part("day")];
  return Date.UTC(year, month - 1, day, part("hour"), part("minute"), part("second")) / 1_000;
}

const clocks = new Map<string, Intl.DateTimeFormat>();

/** Formatters are slow to make. */
function clockOf(timeZone: string): Intl.DateTimeFormat {
  const known = clocks.get(timeZone);
  if (known !== undefined) return known;
  const clock = new Intl.DateTimeFormat("en-US", {
    timeZone,
    calendar: "gregory",
    hourCycle: "h23",
    year: "numeric",
    month: "numeric",
    day: "numeric",
    hour: "numeric",
    minute: "numeric",
    second: "numeric",
  });
  clocks.set(timeZone, clock);
  return clock;
}

/** When clocks show a time. Clocks may change between a first guess and the time that is meant: the second guess is right. */
function unixTime(local: number, timeZone: string): number {
  const guess = local - (localTime(local, timeZone) - local);
  return local - (localTime(guess, timeZone) - guess);
}
