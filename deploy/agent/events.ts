import type { Address, Hex } from "viem";

/** What an agent tells, by name. `lead.sold` is the seller's. */
export const EVENT_KINDS = [
  "lead.won",
  "lead.sold",
  "bid.lost",
  "budget.exhausted",
  "balance.low",
  "delivery.failed",
] as const;

/** What an agent tells. */
export type EventKind = (typeof EVENT_KINDS)[number];

/** Why a bid was lost: OpenRTB's loss reasons, and what each says. */
export const LOSS_REASONS = {
  1: "an internal error",
  2: "the bid was not opened in time",
  100: "below the reserve",
  102: "outbid",
  104: "the buyer may not have the lead",
  /** 1,000 and above are the exchange's own. */
  1000: "a random word decided between equal bids",
  1001: "the round ended without a sale",
} as const;

/** A loss reason's number. */
export type LossReason = keyof typeof LOSS_REASONS;

/** Something that an agent tells, by ids alone: no personal data, and nothing that a lead's seller wrote. */
export interface AgentEvent {
  /** The same for the same happening, however often it is told: see `eventId`. */
  readonly id: string;
  readonly kind: EventKind;
  readonly chainId: number;
  readonly house: Address;
  /** Whose agent it is. */
  readonly account: Address;
  /** Null for what is about no lead: `budget.exhausted`, `balance.low`. */
  readonly leadId: bigint | null;
  /** Null where `leadId` is. */
  readonly round: number | null;
  /** Why, for programs: of `bid.lost` a `LossReason`; of the others a word, such as `BUDGET` or `Refunded`. Null where nothing is to explain. */
  readonly reason: LossReason | string | null;
  /** The same in words. */
  readonly says: string;
  /** What the bid was, or the price was; null where it is about no money. USDC units. */
  readonly amount: bigint | null;
  /** The transaction that did it; null where none is known. */
  readonly txHash: Hex | null;
  /** When it happened by the chain's clock, Unix seconds. */
  readonly at: number;
}

/** Takes events over. Resolves once it has the event for good: the agent forgets it then. It may be told an event again, by the same `id`. */
export interface EventSink {
  readonly emit: (event: AgentEvent) => Promise<void>;
}

/** The id of an event about a round of a lead: `31337:0x…:7:1:lead.won`. */
export function eventId({
  chainId,
  house,
  leadId,
  round,
  kind,
}: {
  readonly chainId: number;
  readonly house: Address;
  readonly leadId: bigint;
  readonly round: number;
  readonly kind: EventKind;
}): string {
  return [chainId, house, leadId, round, kind].join(":");
}
