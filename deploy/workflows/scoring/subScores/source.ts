import type { Lead } from "../../../sdk/lead/lead.ts";
import { sumOf, type Points } from "../points.ts";
import { riskFlagsOf } from "../riskFlags.ts";
import { SOURCES } from "../source.ts";

/** Points of a lead that came straight from its consumer. */
const STRAIGHT = 1_200;
/** Points of a lead that raises no flag; each flag costs a fourth. */
const CLEAN = 800;
const PER_FLAG = 200;

type Origin = Pick<Lead, "contact" | "source">;

/**
 * Where the lead came from (0 to 1,200, see `SOURCES`) and whether it looks made up: 800 less 200 for each risk flag, never below 0.
 * @returns 0 to 2,000.
 */
export function sourceScore(lead: Origin): number {
  return sumOf(sourcePoints(lead));
}

/** The same with its reasons. */
export function sourcePoints({ contact, source }: Origin): Points[] {
  const flags = riskFlagsOf(contact);
  return [
    { what: `the source is ${source}`, points: SOURCES[source], of: STRAIGHT },
    {
      what:
        flags.length === 0
          ? "nothing about the contact looks made up"
          : `the contact looks made up: ${flags.join(", ")}`,
      points: Math.max(0, CLEAN - PER_FLAG * flags.length),
      of: CLEAN,
    },
  ];
}
