import type { SoakMoment } from "./runSoak.ts";

const WIDTH = 30;
const MINUTE = 60;

/** A soak's progress in one line: a bar, how many leads a minute, and how long it may still take. */
export function progressLine({ seconds, leads, rssMb }: SoakMoment, wanted: number): string {
  const share = Math.min(1, leads / wanted);
  const bar = "#".repeat(Math.round(share * WIDTH)).padEnd(WIDTH, ".");
  const perMinute = seconds === 0 ? 0 : (leads * MINUTE) / seconds;
  const left = perMinute === 0 ? "" : `, ${Math.ceil((wanted - leads) / perMinute)} min to go`;
  const rate = `${Math.round(perMinute)} a minute${left}`;
  return `[${bar}] ${leads} of ${wanted} leads, ${rate}, ${rssMb} MB`;
}
