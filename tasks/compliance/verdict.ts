import { namesInReason } from "../credential/credentialNames.ts";
import type { Reach } from "./standing.ts";

/** `Verdict` of `IComplianceGate`, as the contract numbers it. */
const VERDICTS = ["clear", "denied", "unavailable"] as const;

/** The engine's word on an account. */
export interface Verdict {
  readonly clear: boolean;
  readonly verdict: (typeof VERDICTS)[number];
  /** The policy's reason for a denial, credentials by their names; empty otherwise. */
  readonly reason: string;
}

/** The verdict in what the gate's `statusOf` answers. */
export function verdictOf(status: { readonly verdict: number; readonly reason: string }): Verdict {
  const verdict = VERDICTS[status.verdict];
  if (verdict === undefined) throw new RangeError(`There is no verdict ${status.verdict}.`);
  return { clear: verdict === "clear", verdict, reason: namesInReason(status.reason) };
}

/** A verdict on a bid for people. */
export function verdictText(
  { verdict, reason }: Verdict,
  { suffices }: Pick<Reach, "suffices">,
): string {
  switch (verdict) {
    case "clear":
      return suffices
        ? "clear: the account may bid"
        : "clear for now only: renew what ends before the lead could be delivered, then bid";
    case "denied":
      return `denied: ${reason}`;
    case "unavailable":
      return "unavailable: the policy engine does not answer, so there is no new business";
  }
}
