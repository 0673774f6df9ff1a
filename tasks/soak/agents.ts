import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { rootOf } from "../../deploy/parameters/rootOf.ts";
import type { Client } from "../../deploy/sdk/client.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { digestOf, openCrm, receiptFault } from "../bench/agent/crm.ts";
import { AGENTS_ROOT, agentOf, startParty } from "../bench/agent/parties.ts";
import type { Sale } from "./sale.ts";
import type { SoakedStack, SoakParty } from "./soakMarket.ts";

/** How long agents may take to bid on a wave's leads, and the time between two looks, milliseconds. */
const BIDDING = { deadline: 120_000, interval: 200 } as const;

/** What agents of a soak have won, and what is wrong with how it came to their CRM. */
export interface AgentsVerdict {
  /** Leads that were delivered to agents. */
  readonly wonByAgents: number;
  /** Whether each came to their CRM exactly once, and as it was sold. */
  readonly crmAgrees: boolean;
  readonly faults: readonly string[];
}

/**
 * Starts agents, each a process of its own that does what `agent run` does, and a CRM for what they win. They bid on every lead of their
 * verticals, above all others.
 */
export async function openAgents(
  { rpc, ipfs, beacon, addresses }: SoakedStack,
  { house }: Client["contracts"],
  accounts: readonly SoakParty[],
) {
  await using starting = new AsyncDisposableStack();
  const folder = await mkdtemp(path.join(tmpdir(), "lead-engine-soak-"));
  starting.defer(() => rm(folder, { recursive: true }));
  const crm = await openCrm();
  starting.defer(crm.close);
  const ws = rpc.replace(/^http/, "ws");
  const place = { rpc, ws, ipfs, beacon, deployment: addresses, folder };
  const started = accounts.map(({ key }, index) => {
    const agent = agentOf(index, accounts.length, crm.url);
    return startParty(place, `agent${index}`, { key, agent });
  });
  const processes = starting.use(new AsyncDisposableStack());
  for (const stop of await Promise.all(started)) processes.defer(stop);
  const parts = starting.move();
  const bidders = accounts.map(({ address }) => address);
  /** What they have won, as digests: content would fill the memory. */
  const won = new Map<bigint, string>();

  return {
    /** Waits until each agent has bid on each of these sales that it wants. */
    haveBid: async (sales: readonly Sale[]): Promise<void> => {
      const wanted = sales.filter(({ lead }) => rootOf(lead.vertical) === AGENTS_ROOT);
      const [first] = wanted;
      if (first === undefined) return;
      const leadId = wanted.map((sale) => sale.leadId);
      const { fromBlock } = first;
      const count = async () =>
        (await house.getEvents.BidCommitted({ leadId, bidder: bidders }, { fromBlock })).length;
      const expected = leadId.length * bidders.length;
      await poll({
        ...BIDDING,
        look: async () => ((await count()) >= expected ? true : undefined),
        late: () => new Error(`Agents have not placed ${expected} bids on leads ${leadId.join()}.`),
      });
    },
    /** Notes a lead that was delivered, if an agent has bought it. */
    delivered: (buyer: SoakParty, leadId: bigint, lead: Lead): void => {
      if (accounts.includes(buyer)) won.set(leadId, digestOf(lead));
    },
    /** Compares what they have won with what their CRM got, once they have told all and ended. */
    judge: async (): Promise<AgentsVerdict> => {
      // One tells that it has won, the others that they have lost.
      for (const leadId of won.keys()) await crm.until(leadId, bidders.length);
      await processes.disposeAsync();
      const faults = [...won].flatMap(([leadId, digest]) => {
        const fault = receiptFault(digest, crm.about(leadId));
        return fault === undefined ? [] : [`Lead ${leadId} ${fault}`];
      });
      return { wonByAgents: won.size, crmAgrees: faults.length === 0, faults };
    },
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
  };
}
