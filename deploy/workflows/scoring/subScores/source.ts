import type { Lead } from "../lead.ts";
import { riskFlagsOf } from "../riskFlags.ts";
import { SOURCES } from "../source.ts";

/** Points of a lead that raises no flag; each flag costs a fourth. */
const CLEAN = 800;
const PER_FLAG = 200;

/**
 * Where the lead came from (0 to 1,200, see `SOURCES`) and whether it looks made up: 800 less 200 for each risk flag, never below 0.
 * @returns 0 to 2,000.
 */
export function sourceScore(lead: Pick<Lead, "contact" | "source">): number {
  return SOURCES[lead.source] + Math.max(0, CLEAN - PER_FLAG * riskFlagsOf(lead.contact).length);
}
