import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { checkStart } from "../../../deploy/local/stack/checkStart.ts";
import { openStack } from "../../../deploy/local/stack/openStack.ts";
import { graphNodeAt } from "../../../deploy/local/stack/remoteGraphNode.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import { stackFilePath } from "../../../deploy/local/stack/stackFile.ts";
import { wallTime } from "../../../deploy/sdk/actions/chainTime.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { failWith } from "../../cli/action.ts";
import { noteTo } from "../../cli/output.ts";
import { untilStopped } from "../../cli/untilStopped.ts";
import { readLeadFile } from "../../lead/leadFile.ts";
import type { Scenario } from "../scenario.ts";
import { castOf, SCENARIOS, scenariosNamed } from "../scenarios.ts";
import { bareVenue, type Venue } from "./market.ts";
import { runMarketDay, type MarketDayOptions } from "./marketDay.ts";
import { compareWithSubgraph, type SubgraphCheck } from "./subgraphCheck.ts";
import { faultsOf, summarise, tables } from "./summary.ts";

const MAX_LEADS = 500;

/** Options of `hardhat market-day`. */
export interface MarketDayArguments {
  /** Short names of scenarios, separated by commas; all if absent. */
  readonly only?: string | undefined;
  /** 0: one for each scenario. */
  readonly leads: number;
  readonly seed: string;
  readonly lead: string | undefined;
  readonly graphNode: string | undefined;
  readonly chainOnly: boolean;
  readonly serve: boolean;
  readonly json: boolean;
}

/** Validates the arguments, runs the day, prints it; fails when a promise was not kept. */
export async function run(args: MarketDayArguments, hre: HardhatRuntimeEnvironment) {
  try {
    requireSense(args);
    const scenarios = scenariosOf(args);
    const filed = args.lead === undefined ? undefined : await readLeadFile(args.lead, wallTime());
    const day = { scenarios, seed: args.seed, ownLead: filed?.lead, progress: print };
    if (args.chainOnly) {
      await using venue = await openBareVenue(hre);
      return resultOf(await runAndPrint(venue, day, args));
    }

    const graphNode = args.graphNode === undefined ? undefined : graphNodeAt(args.graphNode);
    const stackFile = args.serve ? stackFilePath() : undefined;
    await checkStart({ graphNode, stackFile });
    const stack = await openStack(hre, { graphNode, stackFile, progress: print });
    try {
      // When a part of the stack ends, so does the day.
      return await Promise.race([runOnStack(stack, day, args), stack.failure]);
    } finally {
      await stack.close();
    }
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, args.json);
  }
}

/** Refuses arguments that do not go together. */
function requireSense({ chainOnly, graphNode, serve }: MarketDayArguments): void {
  if (chainOnly && graphNode !== undefined) {
    throw new LeadEngineError(
      "UNNEEDED_OPTION",
      "--graph-node has no use with --chain-only.",
      "Leave out one of the two.",
    );
  }
  if (chainOnly && serve) {
    throw new LeadEngineError(
      "UNNEEDED_OPTION",
      "--serve needs the stack.",
      "Leave out --chain-only.",
    );
  }
}

/** A scenario for each lead. */
function scenariosOf({ only, leads, lead }: MarketDayArguments): Scenario[] {
  const chosen = only === undefined ? SCENARIOS : scenariosNamed(only);
  const count = leads === 0 ? chosen.length : leads;
  if (!Number.isInteger(count) || count < chosen.length || count > MAX_LEADS) {
    throw new LeadEngineError(
      "OUT_OF_BOUNDS",
      "--leads is out of bounds.",
      `Give a whole number from ${chosen.length} to ${MAX_LEADS}.`,
    );
  }
  const cast = castOf(count, chosen);
  if (lead !== undefined && cast.every((scenario) => scenario.lead !== undefined)) {
    throw new LeadEngineError(
      "UNFIT_LEAD",
      "Each of the scenarios needs a lead of its own kind: none takes the one in --lead.",
      "Add another scenario to --only, such as plain.",
    );
  }
  return cast;
}

async function openBareVenue(hre: HardhatRuntimeEnvironment) {
  print("Deploying the protocol, its oracles and the DON");
  const connection = await hre.network.create({
    network: "default",
    chainType: "op",
    override: { allowBlocksWithSameTimestamp: true },
  });
  return bareVenue(connection);
}

async function runOnStack(stack: Stack, day: MarketDayOptions, args: MarketDayArguments) {
  const isKept = await runAndPrint(stack, day, args, stack);
  if (args.serve) await serve(stack, noteTo(args.json));
  return resultOf(isKept);
}

/** Runs a market day, compares it with the subgraph where there is one, and prints it. Returns whether all promises were kept. */
async function runAndPrint(
  venue: Venue,
  options: MarketDayOptions,
  { json }: MarketDayArguments,
  stack?: Stack,
): Promise<boolean> {
  const day = await runMarketDay(venue, options);
  const summary = await summarise(day);
  let subgraph: SubgraphCheck | undefined;
  if (stack !== undefined) {
    await stack.indexed();
    subgraph = await compareWithSubgraph(stack.urls.graphql, day.market, summary);
  }

  print(`\n${tables(summary)}`);
  if (subgraph !== undefined) {
    const { auctions, accounts, faults } = subgraph;
    print(
      `Subgraph: ${auctions} auctions and ${accounts} accounts compared with the contracts, ${faults.length} differences`,
    );
  }
  const faults = [...faultsOf(summary), ...day.broken, ...(subgraph?.faults ?? [])];
  for (const fault of faults) console.error(fault);
  if (json) console.log(JSON.stringify(subgraph ? { ...summary, subgraph } : summary));
  return faults.length === 0;
}

/** Keeps a stack up until somebody stops it. */
async function serve({ urls }: Stack, note: (line: string) => void): Promise<void> {
  const stopped = untilStopped();
  note("\nThe stack stays up until ctrl-C, or `npx hardhat stack stop` in another terminal:");
  for (const [name, url] of Object.entries(urls)) note(`${name.padEnd(8)} ${String(url)}`);
  await stopped;
}

function resultOf(isKept: boolean) {
  return isKept ? successfulResult() : errorResult();
}

function print(line: string): void {
  console.log(line);
}
