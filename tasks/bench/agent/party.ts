import { createPublicClient, createWalletClient, http, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";
import type { z } from "zod";

import { operatorConfigSchema } from "../../../deploy/agent/operatorConfig.ts";
import type { AutoBidRulesDocument } from "../../../deploy/agent/rules/autoBidRules.ts";
import { marketKeyOf } from "../../../deploy/agent/store/market.ts";
import { openFiles } from "../../../deploy/agent/store/openMemory.ts";
import { LOCAL_LEAGUE } from "../../../deploy/local/beacon/localLeague.ts";
import { leafVerticals } from "../../../deploy/parameters/verticals.ts";
import { tendSales } from "../../../deploy/sdk/actions/seller/tendSales.ts";
import { clientOf, traderOf, type Trader } from "../../../deploy/sdk/client.ts";
import type { Deployment } from "../../../deploy/sdk/deployments.ts";
import { runAgent } from "../../agent/runAgent.ts";
import { dataDirectory } from "../../cli/dataDirectory.ts";
import { repeat } from "../../cli/repeat.ts";
import { fileStorage } from "../../cli/storage.ts";
import { watchSales } from "../../seller/watchSales.ts";

/** The variable that holds what a party is told, as JSON. */
export const SETTINGS = "BENCH_PARTY_SETTINGS";
/** The configuration variable with the key that signs webhooks. */
export const HOOK_SECRET = "BENCH_HOOK_KEY";
/** Seconds between two looks where nothing new is pushed. */
const EVERY = 2;
/** As Hardhat sets them for chains that take several blocks a second. */
const TIMING = { pollingInterval: 50, cacheTime: 0 } as const;

/** What a party is told. */
export interface PartySettings {
  readonly rpc: string;
  readonly ws: string;
  readonly ipfs: string;
  readonly beacon: string;
  readonly deployment: Deployment;
  readonly key: Hex;
  /** An agent's; a party without it sells. */
  readonly agent?: {
    readonly rules: AutoBidRulesDocument["rules"];
    readonly operator: z.input<typeof operatorConfigSchema>;
  };
}

/** A party in a process of its own: what `agent run` and `seller run` do, until it is stopped. */
async function main(settings: PartySettings): Promise<void> {
  const { rpc, ws, ipfs, beacon, deployment, key, agent } = settings;
  const transport = http(rpc);
  const publicClient = createPublicClient({ chain: hardhat, transport, ...TIMING });
  const account = privateKeyToAccount(key);
  const client = clientOf(publicClient, hardhat.id, {
    deployment,
    services: { ipfs, beacon },
    beacon: LOCAL_LEAGUE,
    storage: fileStorage,
    verticals: leafVerticals(),
  });
  const trader = traderOf(client, createWalletClient({ account, chain: hardhat, transport }));
  if (agent === undefined) await sell(trader, ws);
  else await buy(trader, ws, agent);
}

async function buy(
  trader: Trader,
  ws: string,
  { rules, operator }: NonNullable<PartySettings["agent"]>,
): Promise<void> {
  const memory = openFiles(dataDirectory());
  const { store } = memory;
  await store.changeRules(() => ({ rules }));
  await runAgent({
    trader,
    ...memory,
    market: await store.market(await marketKeyOf(trader)),
    operator: operatorConfigSchema.parse(operator),
    secretOf: (name) => Promise.resolve(process.env[name] ?? ""),
    once: false,
    every: EVERY,
    ws,
    note: console.log,
  });
  await memory.close();
}

async function sell(trader: Trader, ws: string): Promise<void> {
  await repeat({
    once: false,
    every: EVERY,
    pass: () => tendSales(trader, {}),
    tell: ({ failures }) => {
      for (const { leadId, says } of failures) console.log(`Lead ${leadId}: ${says}`);
    },
    note: console.log,
    listen: (wake) => watchSales(trader, ws, wake, console.log),
  });
}

const given = process.env[SETTINGS];
if (given !== undefined) {
  // Whoever started it is gone.
  process.once("disconnect", () => process.exit());
  process.channel?.unref();
  await main(JSON.parse(given) as PartySettings);
}
