import type { Market } from "./market.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import type { Round } from "./round.ts";

/** What a campaign must have seen; otherwise it proves little. */
export const SIGHTS = {
  "a sale": ({ outcome }: Round) => outcome === Phase.Sold,
  "an erased round": ({ outcome }: Round) => outcome === Phase.Erased,
  "a sale after a tie": ({ outcome, resolved }: Round) =>
    outcome === Phase.Sold && resolved !== undefined,
  "a tie won by a word": ({ resolved, contenders }: Round) =>
    resolved !== undefined && resolved.winner !== contenders[0],
  "a tie won by time-out": ({ resolved, tieBreak }: Round) =>
    resolved !== undefined && tieBreak?.word === undefined,
  "a refund": ({ outcome }: Round) => outcome === Phase.Undelivered,
  "a void": ({ outcome }: Round) => outcome === Phase.Voided,
  "an unsold lead": ({ outcome }: Round) => outcome === Phase.Unsold,
  "a forfeit": ({ abandoned }: Round) => abandoned > 0,
  "a lead listed again": ({ terms }: Round) => terms.id > 1,
} as const satisfies Record<string, (round: Round) => boolean>;

/** What a market's rounds have shown. */
export function sightsOf({ leads }: Market): string[] {
  const rounds = leads.flatMap((lead) => lead.rounds);
  return Object.entries(SIGHTS).flatMap(([name, isSeen]) => (rounds.some(isSeen) ? [name] : []));
}
