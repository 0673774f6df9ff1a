import type { Stack } from "../../deploy/local/stack/stack.ts";
import { stackAddresses } from "../../deploy/local/stack/stackFile.ts";
import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import { randomStream, type RandomStream } from "../../deploy/local/leads/randomStream.ts";
import type { Party } from "../../deploy/local/party.ts";
import { openVrfNode, type VrfNode } from "../../deploy/local/vrf.ts";
import { clientOf, traderOf, type Trader } from "../../deploy/sdk/client.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { openMarket, type Market } from "../scenarios/day/market.ts";
import { switchBefore, type ServiceSwitch } from "./serviceSwitch.ts";

/** A lead of the market, and who brought it. */
export interface ChaosLead {
  readonly leadId: bigint;
  readonly seller: Party;
}

/** Parties that do nothing for a while: `isIdle` says when. */
export const IDLERS = ["vrf", "keeper", "sellers", "bidders"] as const;

/** The failure of an idle party. */
export const idleName = (party: (typeof IDLERS)[number]) => `idle ${party}`;

/** Whether a party does nothing now. */
export function isIdle({ failing }: World, party: (typeof IDLERS)[number]): boolean {
  return failing.has(idleName(party));
}

/** A market, what can fail in it, and what has happened. */
export interface World extends AsyncDisposable {
  readonly stack: Stack;
  readonly market: Market;
  readonly random: RandomStream;
  readonly seed: string;
  /** Anyone who keeps the auctions, with the subgraph's hints. */
  readonly keeper: Trader;
  readonly vrf: VrfNode;
  readonly switches: Readonly<Record<"ipfs" | "don" | "beacon" | "graphql", ServiceSwitch>>;
  /** Names of the failures that are on. */
  readonly failing: Set<string>;
  readonly leads: ChaosLead[];
  /** What the feeds said at first. */
  readonly prices: { readonly btc: bigint; readonly eth: bigint };
  /** USDC units that are missing from the vault. */
  readonly lost: bigint[];
  /** Places in the sequence of generated leads that were used. */
  drafted: number;
}

/** Opens a market on a stack, behind switches. */
export async function openWorld(stack: Stack, seed: string): Promise<World> {
  const { connection, protocol, urls, chainId } = stack;
  const [ipfs, don, beacon, graphql] = await Promise.all(
    [urls.ipfs, urls.don, urls.beacon, urls.graphql].map(switchBefore),
  );
  if (!ipfs || !don || !beacon || !graphql) throw new Error("A switch is missing.");
  // The moves say when a word is answered.
  await stack.vrf.close();
  const vrf = await openVrfNode({ connection, protocol });
  const market = await openMarket({
    connection,
    protocol,
    vrf,
    urls: { ipfs: ipfs.url, don: don.url, beacon: beacon.url },
  });
  const client = clientOf(await connection.viem.getPublicClient(), chainId, {
    deployment: stackAddresses(protocol),
    services: { ipfs: ipfs.url, don: don.url, beacon: beacon.url, graphql: graphql.url },
    beacon: LOCAL_LEAGUE,
  });
  const switches = { ipfs, don, beacon, graphql };
  return {
    stack,
    market,
    random: randomStream(`${seed}/chaos`),
    seed,
    keeper: traderOf(client, await connection.viem.getWalletClient(protocol.accounts.deployer)),
    vrf,
    switches,
    failing: new Set(),
    leads: [],
    lost: [],
    prices: {
      btc: await protocol.btcFeed.read.latestAnswer(),
      eth: await protocol.ethFeed.read.latestAnswer(),
    },
    drafted: 0,
    [Symbol.asyncDispose]: async () => {
      await Promise.all(Object.values(switches).map(({ close }) => close()));
    },
  };
}

/** A lead whose present round is in one of the phases, by chance; undefined if there is none. */
export async function leadIn(
  { market, leads, random }: World,
  ...phases: readonly (keyof typeof Phase)[]
): Promise<ChaosLead | undefined> {
  const wanted = phases.map((name): number => Phase[name]);
  const { house } = market.contracts;
  const now = await Promise.all(leads.map(({ leadId }) => house.read.phaseOf([leadId])));
  const fit = leads.filter((_lead, index) => wanted.includes(now[index] ?? 0));
  return fit.length === 0 ? undefined : random.pick(fit);
}
