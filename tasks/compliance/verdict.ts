import { namesInReason } from "../credential/credentialNames.ts";

/** `Verdict` of `IComplianceGate`, as the contract numbers it. */
const VERDICTS = ["clear", "denied", "unavailable"] as const;

/** What the gate's `statusOf` answers. */
interface Status {
  readonly remembered: boolean;
  readonly verdict: number;
  readonly reason: string;
}

/** The engine's word on an account, and what it means. */
export function verdictOf({ remembered, verdict, reason }: Status) {
  const name = VERDICTS[verdict];
  if (name === undefined) throw new RangeError(`There is no verdict ${verdict}.`);
  const words = namesInReason(reason);
  const texts = {
    clear: "clear: the account may bid",
    denied: `denied: ${words}`,
    unavailable: "unavailable: the policy engine does not answer, so there is no new business",
  } as const;
  return { clear: name === "clear", verdict: name, reason: words, remembered, text: texts[name] };
}
