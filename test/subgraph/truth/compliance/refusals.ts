import { decodeErrorResult, parseAbi, type Address, type Hex } from "viem";

import { isEvent, type AnyLog, type History } from "../history.ts";
import { REVEAL_OUTCOMES } from "../words.ts";

const GATE_ERRORS = parseAbi([
  "error ComplianceGate_Denied(address account, uint8 activity, bytes32 vertical, bytes6 region, string reason)",
  "error ComplianceGate_Unavailable(bytes cause)",
]);

/** A refusal that the chain keeps. */
export interface Refusal {
  readonly log: AnyLog;
  readonly stage: "Attestation" | "Reveal" | "Delivery";
  readonly isDenied: boolean;
  readonly account: Address | undefined;
  /** Arguments of `ComplianceGate_Denied`; undefined for other data. */
  readonly denial:
    | {
        readonly activity: number;
        readonly vertical: Hex;
        readonly region: Hex;
        readonly reason: string;
      }
    | undefined;
  /** What made the engine silent; undefined for a denial. */
  readonly cause: Hex | undefined;
  readonly leadId?: bigint;
  readonly round?: number;
  readonly submissionHash?: Hex;
}

/** Every refusal, in the chain's order: of lead reports only those that are the gate's. */
export function refusalsOf(history: History): Refusal[] {
  return history.logs.flatMap((log): Refusal[] => {
    if (isEvent(log, "verifier", "LeadRejected")) {
      const { submissionHash, reason } = log.args;
      const error = gateErrorIn(reason);
      return error ? [{ log, stage: "Attestation", submissionHash, ...error }] : [];
    }
    if (isEvent(log, "house", "BidBarred")) {
      const { leadId, round, bidder, reason } = log.args;
      return [{ log, stage: "Reveal", leadId, round, ...told(reason, true, bidder) }];
    }
    if (isEvent(log, "house", "SaleBarred")) {
      const { leadId, round, buyer, reason } = log.args;
      return [{ log, stage: "Delivery", leadId, round, ...told(reason, true, buyer) }];
    }
    if (isEvent(log, "house", "DeliveryDelayed")) {
      const { leadId, round, reason } = log.args;
      const buyer = buyerOf(history, log, leadId);
      return [{ log, stage: "Delivery", leadId, round, ...told(reason, false, buyer) }];
    }
    return [];
  });
}

type Told = Pick<Refusal, "isDenied" | "account" | "denial" | "cause">;

function told(reason: Hex, isDenied: boolean, account: Address): Told {
  const error = gateErrorIn(reason);
  const denial = isDenied ? error?.denial : undefined;
  const cause = isDenied ? undefined : (error?.cause ?? reason);
  return { isDenied, account, denial, cause };
}

function gateErrorIn(data: Hex): Told | undefined {
  try {
    const error = decodeErrorResult({ abi: GATE_ERRORS, data });
    if (error.errorName === "ComplianceGate_Unavailable") {
      return { isDenied: false, account: undefined, denial: undefined, cause: error.args[0] };
    }
    const [account, activity, vertical, region, reason] = error.args;
    const denial = { activity, vertical, region, reason };
    return { isDenied: true, account, denial, cause: undefined };
  } catch {
    return undefined;
  }
}

/** Who had won when the engine was silent: the last that took the lead or won the tie before. */
function buyerOf({ logs }: History, delay: AnyLog, leadId: bigint): Address {
  const before = logs.slice(0, logs.indexOf(delay));
  for (const log of before.toReversed()) {
    if (isEvent(log, "house", "TieResolved") && log.args.leadId === leadId) return log.args.winner;
    if (!isEvent(log, "house", "BidRevealed") || log.args.leadId !== leadId) continue;
    const { bidder, outcome } = log.args;
    if (REVEAL_OUTCOMES[outcome] === "Leading") return bidder;
  }
  throw new Error(`Nobody led the round of lead ${leadId}.`);
}
