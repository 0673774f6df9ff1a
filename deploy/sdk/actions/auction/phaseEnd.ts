import type { PhaseName } from "../../codes/enums.ts";

/** When time alone ends a phase, Unix seconds; null where something else does, or nothing. */
export function phaseEnd({
  phase,
  commitEnd,
  revealEnd,
  deliveryEnd,
}: {
  readonly phase: PhaseName;
  readonly commitEnd: number;
  readonly revealEnd: number;
  readonly deliveryEnd: number | null;
}): number | null {
  if (phase === "Commit") return commitEnd;
  if (phase === "Reveal") return revealEnd;
  return phase === "Delivery" ? deliveryEnd : null;
}
