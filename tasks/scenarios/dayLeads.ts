import {
  generateLeads,
  type GenerateLeadsOptions,
} from "../../deploy/local/leads/generateLeads.ts";
import { GERMAN_PLACES } from "../../deploy/local/leads/places.ts";
import { loadLicences } from "../../deploy/parameters/compliance/licences.ts";
import { rootOf } from "../../deploy/parameters/rootOf.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { scenarioOf, type Scenario } from "./scenarios.ts";

/** A synthetic lead for each of the day's stories; one more than `count`, which nobody sells. */
export function leadsOfTheDay(seed: string, count: number, now: number): Lead[] {
  return Array.from({ length: count + 1 }, (_, first) =>
    generateLeads({ seed, first, count: 1, now, ...choiceFor(scenarioOf(first)) }),
  ).flat();
}

/** What a story needs its lead to be. */
function choiceFor(scenario: Scenario): Pick<GenerateLeadsOptions, "verticals" | "places"> {
  switch (scenario) {
    case "unlicensed bidder":
    case "expired licence":
      return { verticals: leavesWhere((root) => licensedEverywhere().has(root)) };
    case "German lead":
      return {
        verticals: leavesWhere((root) => !licensedAbroad().has(root)),
        places: GERMAN_PLACES,
      };
    default:
      return {};
  }
}

/** Roots whose leads need a licence in every state. */
function licensedEverywhere(): ReadonlySet<string> {
  const rules = loadLicences().filter(
    ({ inUnitedStates, exceptions }) => inUnitedStates && exceptions.length === 0,
  );
  return new Set(rules.map(({ root }) => root));
}

/** Roots whose leads need a licence outside the United States. */
function licensedAbroad(): ReadonlySet<string> {
  const rules = loadLicences().filter(({ verticalDefault }) => verticalDefault);
  return new Set(rules.map(({ root }) => root));
}

function leavesWhere(isWanted: (root: string) => boolean) {
  return [...leafVerticals().values()].filter(({ slug }) => isWanted(rootOf(slug)));
}
