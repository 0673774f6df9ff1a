import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { measureHeads } from "./headToAnswer.ts";
import { indexAlone } from "./indexAlone.ts";
import { holdMarket } from "./market.ts";
import { measureQueries } from "./measureQueries.ts";
import type { Measurements } from "./result.ts";

/** How much is measured. */
export interface MeasureOptions {
  readonly leads: number;
  readonly repetitions: number;
  readonly blocks: number;
  readonly quietTimes: number;
}

/** Sells leads on a chain of its own, indexes it, asks the queries, and then watches new blocks come in. */
export async function measureIndex(
  hre: HardhatRuntimeEnvironment,
  options: MeasureOptions,
  progress: (line: string) => void,
): Promise<Measurements> {
  const { leads } = options;
  const market = await holdMarket(hre, { leads, progress });
  try {
    const { events, tradingEvents, trade } = market;
    progress("Indexing");
    const { graphql, seconds, close } = await indexAlone(market, progress);
    try {
      progress(`Indexed ${events} events in ${seconds.toFixed(1)} s`);
      const queries = await measureQueries(hre, { ...options, graphql, progress });
      const heads = await measureHeads({ ...options, graphql, trade, progress });
      return { leads, events, tradingEvents, seconds, heads, queries };
    } finally {
      await close();
    }
  } finally {
    await market.close();
  }
}
