import {
  eventId,
  LOSS_REASONS,
  type AgentEvent,
  type EventKind,
  type LossReason,
} from "../events.ts";
import { SKIPS, type SkipCode } from "../rules/skip.ts";
import { periodStart } from "../rules/periods.ts";
import type { StoredBid } from "../store/bidLedger.ts";
import type { Agent } from "./agent.ts";

/** Skips that are told of, once a day. */
const LIMITS: Partial<Record<SkipCode, EventKind>> = {
  BUDGET: "budget.exhausted",
  COUNT: "budget.exhausted",
  OPERATOR_HOUR: "budget.exhausted",
  OPERATOR_DAY: "budget.exhausted",
  BALANCE: "balance.low",
};

/** Tells once a day (UTC) that a limit or the balance keeps an agent from bidding. */
export async function tellLimit(
  agent: Agent,
  code: SkipCode,
  rule: string | null,
  at: number,
): Promise<void> {
  const kind = LIMITS[code];
  if (kind === undefined) return;
  const { chainId, contracts, address: account } = agent.trader;
  const house = contracts.house.address;
  const day = periodStart("day", at, "UTC");
  await agent.sink.emit({
    id: [chainId, house, account, rule ?? "", code, day, kind].join(":"),
    kind,
    chainId,
    house,
    account,
    leadId: null,
    round: null,
    reason: code,
    says: rule === null ? SKIPS[code] : `${rule}: ${SKIPS[code]}`,
    amount: null,
    txHash: null,
    at,
  });
}

/** Tells how a bid ended. */
export function tellBid(
  { trader, sink }: Agent,
  kind: EventKind,
  { leadId, round, amount }: StoredBid,
  rest: Pick<AgentEvent, "reason" | "says" | "txHash" | "at">,
): Promise<void> {
  const { chainId, contracts, address: account } = trader;
  const house = contracts.house.address;
  const id = eventId({ chainId, house, leadId, round, kind });
  return sink.emit({ id, kind, chainId, house, account, leadId, round, amount, ...rest });
}

/** Tells that a bid was lost, and why. */
export function tellLoss(
  agent: Agent,
  bid: StoredBid,
  reason: LossReason,
  at: number,
): Promise<void> {
  return tellBid(agent, "bid.lost", bid, { reason, says: LOSS_REASONS[reason], txHash: null, at });
}
