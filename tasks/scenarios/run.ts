import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import type { OpenVenue } from "./openVenue.ts";
import { compareWithSubgraph, type SubgraphCheck } from "./subgraphCheck.ts";
import { faultsOf, summarise } from "./summary.ts";
import { tables } from "./tables.ts";

/** What a run is asked to do and to print. */
export interface RunOptions {
  readonly leads: number;
  readonly seed: string;
  readonly ownLead: Lead | undefined;
  readonly json: boolean;
  readonly progress: (line: string) => void;
}

/** Runs a market day, compares it with the subgraph where there is one, and prints it. Returns whether all promises were kept. */
export async function runAndPrint(
  { venue, stack }: OpenVenue,
  options: RunOptions,
): Promise<boolean> {
  const { runMarketDay } = await import("./marketDay.ts");
  const day = await runMarketDay(venue, options);
  const summary = await summarise(day);
  let subgraph: SubgraphCheck | undefined;
  if (stack !== undefined) {
    await stack.indexed();
    subgraph = await compareWithSubgraph(stack.urls.graphql, day.floor, summary);
  }

  options.progress(`\n${tables(summary)}`);
  if (subgraph !== undefined) {
    const { auctions, accounts, faults } = subgraph;
    options.progress(
      `Subgraph: ${auctions} auctions and ${accounts} accounts compared with the contracts, ${faults.length} differences`,
    );
  }
  const faults = [...faultsOf(summary), ...(subgraph?.faults ?? [])];
  for (const fault of faults) console.error(fault);
  if (options.json) console.log(JSON.stringify(subgraph ? { ...summary, subgraph } : summary));
  return faults.length === 0;
}
