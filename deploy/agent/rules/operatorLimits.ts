import { usdcText } from "../../sdk/codes/text.ts";
import type { OperatorConfig } from "../operatorConfig.ts";
import { coversVertical } from "./judge.ts";
import { skip, type Skip } from "./skip.ts";

/** What the operator allows, whoever bids. */
export type OperatorLimits = OperatorConfig["limits"];

/**
 * The first of the operator's limits that one more bid would exceed.
 * @param spent won and committed by all rules and tools: within the last hour, and since midnight. USDC units.
 */
export function operatorLimitAgainst(
  { verticals, maxPerBid, perHour, perDay }: OperatorLimits,
  { vertical, amount }: { readonly vertical: string; readonly amount: bigint },
  spent: { readonly hour: bigint; readonly day: bigint },
): Skip | undefined {
  if (!coversVertical(verticals, vertical)) return skip("OPERATOR_VERTICAL", vertical);
  if (amount > maxPerBid) return skip("OPERATOR_MAX", usdcText(maxPerBid));
  if (spent.hour + amount > perHour) return skip("OPERATOR_HOUR", usdcText(perHour));
  if (spent.day + amount > perDay) return skip("OPERATOR_DAY", usdcText(perDay));
  return undefined;
}
