import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { bountyBeaten } from "./bountyBeaten.ts";
import { bountySpent } from "./bountySpent.ts";
import { bountyWins } from "./bountyWins.ts";
import { expiredLicence } from "./expiredLicence.ts";
import { fiveBidders } from "./fiveBidders.ts";
import { germanLead } from "./germanLead.ts";
import { instantSale } from "./instantSale.ts";
import { listedAgain } from "./listedAgain.ts";
import { neverDelivered } from "./neverDelivered.ts";
import { neverRevealed } from "./neverRevealed.ts";
import { noBids } from "./noBids.ts";
import { offlineBidder } from "./offlineBidder.ts";
import { openedByDon } from "./openedByDon.ts";
import { plainSale } from "./plainSale.ts";
import { sanctionedWinner } from "./sanctionedWinner.ts";
import type { Scenario } from "./scenario.ts";
import { tieOfThree } from "./tieOfThree.ts";
import { unlicensedBidder } from "./unlicensedBidder.ts";

/** The stories of a market day, in the order of their leads. */
export const SCENARIOS: readonly Scenario[] = [
  fiveBidders,
  tieOfThree,
  listedAgain,
  noBids,
  neverRevealed,
  neverDelivered,
  unlicensedBidder,
  expiredLicence,
  sanctionedWinner,
  germanLead,
  offlineBidder,
  openedByDon,
  bountyWins,
  bountyBeaten,
  bountySpent,
  instantSale,
];

/** A scenario for each of `count` leads: the chosen ones, then plain sales. */
export function castOf(count: number, chosen = SCENARIOS): Scenario[] {
  return Array.from({ length: count }, (_, index) => chosen[index] ?? plainSale);
}

/**
 * The scenarios with these short names, each once.
 * @param only names, separated by commas.
 * @throws {LeadEngineError} `UNKNOWN_SCENARIO`: there is none of a name.
 */
export function scenariosNamed(only: string): Scenario[] {
  const known = new Map([...SCENARIOS, plainSale].map((scenario) => [scenario.short, scenario]));
  const names = only.split(",").map((name) => name.trim());
  const unknown = names.filter((name) => !known.has(name));
  if (unknown.length > 0) {
    throw new LeadEngineError(
      "UNKNOWN_SCENARIO",
      `There is no scenario "${unknown.join('", "')}".`,
      `Known are ${[...known.keys()].join(", ")}.`,
    );
  }
  return [...new Set(names)].flatMap((name) => known.get(name) ?? []);
}
