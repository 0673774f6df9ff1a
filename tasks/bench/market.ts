import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { getTransactionReceipt } from "viem/actions";

import { startChain, type Chain } from "../../deploy/local/stack/chain.ts";
import { openDataDir } from "../../deploy/local/stack/dataDir.ts";
import { deployOn } from "../../deploy/local/stack/openStack.ts";
import { startWarden } from "../../deploy/local/stack/warden.ts";
import type { StackAddresses } from "../../deploy/local/stack/stackFile.ts";
import { openVrfNode } from "../../deploy/local/vrf.ts";
import { withdraw } from "../../deploy/sdk/actions/vault/withdraw.ts";
import { runMarketDay } from "../scenarios/day/marketDay.ts";
import { SCENARIOS } from "../scenarios/scenarios.ts";
import { SOURCES } from "../../subgraph/build/sources.ts";
import { sellInBulk } from "./bulk.ts";

/** A chain on which leads were sold, and the subgraph built for it. */
export interface Market {
  readonly chain: Chain;
  readonly head: bigint;
  /** How many events the indexed contracts have emitted. */
  readonly events: number;
  /** How many of them since the first account was opened. */
  readonly tradingEvents: number;
  /** Folder of the subgraph's build. */
  readonly subgraph: string;
  /** Mines a block with an event of ours. */
  readonly trade: () => Promise<bigint>;
  readonly close: () => Promise<void>;
}

/** How busy the market is. */
export interface MarketOptions {
  readonly leads: number;
  readonly progress: (line: string) => void;
}

/** Sells leads: the stories of a market day first, then the rest in bulk. Contracts must be built. */
export async function holdMarket(
  hre: HardhatRuntimeEnvironment,
  { leads, progress }: MarketOptions,
): Promise<Market> {
  await using parts = new AsyncDisposableStack();
  const dataDir = await openDataDir(undefined);
  const warden = startWarden(dataDir.log("warden"));
  for (const path of dataDir.temporary) warden.removeAtEnd({ path });
  parts.defer(warden.close);
  const chain = await startChain(hre, 0);
  parts.defer(chain.close);

  const { protocol, addresses } = await deployOn(chain.inProcess, {}, dataDir);
  const { connection } = chain;
  const vrf = await openVrfNode({ connection, protocol });
  const venue = { connection, protocol, vrf };
  const quiet = () => undefined;
  progress(`Selling ${leads} leads`);
  const before = await historyOf(chain, addresses);
  const day = { scenarios: SCENARIOS, seed: "bench", progress: quiet };
  const { market } = await runMarketDay(venue, day);
  const first = SCENARIOS.length + 1;
  await sellInBulk(market, { leads: leads - SCENARIOS.length, first, progress });
  const { head, events } = await historyOf(chain, addresses);
  progress(`${events} events in ${head} blocks`);
  const open = parts.move();
  return {
    chain,
    head,
    events,
    tradingEvents: events - before.events,
    subgraph: dataDir.subgraph,
    trade: async () => {
      const { txHash: hash } = await withdraw(market.sellers.honest, { amount: 1n });
      return (await getTransactionReceipt(market.publicClient, { hash })).blockNumber;
    },
    close: () => open.disposeAsync(),
  };
}

/** Blocks whose logs are asked for at once. */
const SPAN = 2_000n;

async function historyOf({ connection }: Chain, addresses: StackAddresses) {
  const client = await connection.viem.getPublicClient();
  const head = await client.getBlockNumber({ cacheTime: 0 });
  const address = Object.values(SOURCES).map((name) => addresses[name]);
  let events = 0;
  for (let fromBlock = 0n; fromBlock <= head; fromBlock += SPAN) {
    const last = fromBlock + SPAN - 1n;
    const toBlock = last < head ? last : head;
    events += (await client.getLogs({ address, fromBlock, toBlock })).length;
  }
  return { head, events };
}
