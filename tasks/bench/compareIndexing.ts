import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { indexAlone, type IndexedMarket } from "./indexAlone.ts";
import type { Market, SubgraphName } from "./market.ts";

/** Events per second, of the fastest round each: whatever else the machine does can only slow a round down. */
export interface IndexingSpeeds {
  readonly ours: number;
  readonly minimal: number;
  /** `ours / minimal`. */
  readonly ratio: number;
}

/** How the subgraphs are compared. */
export interface ComparisonOptions {
  readonly rounds: number;
  readonly progress: (line: string) => void;
  /** Called with the last of ours, which is still served, before it is closed. */
  readonly visit: (indexed: IndexedMarket) => Promise<void>;
}

/** Indexes a market by both subgraphs in turns, so that whatever else the machine does meets both. */
export async function compareIndexing(
  hre: HardhatRuntimeEnvironment,
  market: Market,
  { rounds, progress, visit }: ComparisonOptions,
): Promise<IndexingSpeeds> {
  const speeds: Readonly<Record<SubgraphName, number[]>> = { ours: [], minimal: [] };
  for (let round = 1; round <= rounds; round++) {
    for (const name of ["minimal", "ours"] as const) {
      const indexed = await indexAlone(hre, market, name);
      try {
        speeds[name].push(market.events / indexed.seconds);
        progress(`Round ${round}, ${name}: ${indexed.seconds.toFixed(2)} s`);
        if (round === rounds && name === "ours") await visit(indexed);
      } finally {
        await indexed.close();
      }
    }
  }
  const ours = Math.max(...speeds.ours);
  const minimal = Math.max(...speeds.minimal);
  return { ours, minimal, ratio: ours / minimal };
}
