import type { Address } from "viem";

import type { Trader } from "../../sdk/client.ts";
import type { Vertical } from "../../sdk/lead/vertical.ts";
import type { Advisor } from "../advisor.ts";
import type { EventSink } from "../events.ts";
import type { AutoBidRule } from "../rules/autoBidRules.ts";
import type { OperatorLimits } from "../rules/operatorLimits.ts";
import type { Market } from "../store/market.ts";
import type { SuppressionList } from "./suppressionList.ts";

/** What an agent works with. */
export interface Agent {
  /** Its own key: it can spend what that account has in the vault, and no more. */
  readonly trader: Trader;
  readonly market: Market;
  /** Asked for at each pass: people may change them meanwhile. */
  readonly rules: () => Promise<readonly AutoBidRule[]>;
  readonly limits: OperatorLimits;
  /** Verticals that leads can be in, by slug. */
  readonly verticals: ReadonlyMap<string, Vertical>;
  readonly suppressionList: () => Promise<SuppressionList>;
  readonly sink: EventSink;
  readonly advisor?: Advisor | undefined;
}

/** What a pass did. */
export interface Pass {
  /** Rounds that were decided about for the first time. */
  readonly judged: number;
  readonly bids: number;
  readonly opened: number;
  readonly won: number;
  readonly lost: number;
  /** What failed and will be tried again, for people. */
  readonly troubles: readonly string[];
  /** From when on one of its bids may go on, Unix seconds; undefined where none waits. */
  readonly due: number | undefined;
}

/** Whose bids and decisions they are. */
export function accountOf({ trader }: Agent): Address {
  return trader.address;
}
