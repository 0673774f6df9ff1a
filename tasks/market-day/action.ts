import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { OwnLeadError, readOwnLead } from "./ownLead.ts";
import { SCENARIOS } from "./scenarios.ts";
import { faultsOf, summarise } from "./summary.ts";
import { tables } from "./tables.ts";

const MAX_LEADS = 500;

interface MarketDayArguments {
  readonly leads: number;
  readonly seed: string;
  readonly lead: string | undefined;
  readonly json: boolean;
}

/** Validates the arguments, compiles what is not yet compiled, runs the day, prints it; fails when a promise was not kept. */
const marketDay: NewTaskActionFunction<MarketDayArguments> = async (args, hre) => {
  if (!Number.isInteger(args.leads) || args.leads < SCENARIOS.length || args.leads > MAX_LEADS) {
    return refuse(`--leads must be a whole number from ${SCENARIOS.length} to ${MAX_LEADS}.`);
  }
  try {
    const ownLead = args.lead === undefined ? undefined : await readOwnLead(args.lead);
    await hre.tasks.getTask("build").run({ quiet: true });
    // Deployment modules read artifacts when they are imported: not before the build.
    const { runMarketDay } = await import("./marketDay.ts");
    const { bareVenue } = await import("./venue.ts");
    const connection = await hre.network.create({
      network: "default",
      chainType: "op",
      override: { allowBlocksWithSameTimestamp: true },
    });
    const progress = (line: string) => {
      console.log(line);
    };
    progress("Deploying the protocol, its oracles and the DON");
    const venue = await bareVenue(connection);
    const day = await runMarketDay(venue, { ...args, ownLead, progress });
    const summary = await summarise(day);
    console.log(`\n${tables(summary)}`);
    const faults = faultsOf(summary);
    for (const fault of faults) console.error(fault);
    if (args.json) console.log(JSON.stringify(summary));
    return faults.length === 0 ? successfulResult() : errorResult();
  } catch (error) {
    if (error instanceof OwnLeadError) return refuse(error.message);
    throw error;
  }
};

function refuse(message: string): ReturnType<typeof errorResult<undefined>> {
  console.error(message);
  return errorResult();
}

export default marketDay;
