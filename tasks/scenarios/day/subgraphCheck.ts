import { queriesOf } from "../../../deploy/sdk/generated/queries.ts";
import { askFresh, latestBlockOf } from "../../../deploy/sdk/subgraph/indexedChain.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { phaseWhere, type RoundPhase } from "../../../deploy/sdk/subgraph/phaseWhere.ts";
import type { Market } from "./market.ts";

/** What the subgraph says about the day, and where that differs from the chain. */
export interface SubgraphCheck {
  /** Latest rounds of leads. */
  readonly auctions: number;
  readonly accounts: number;
  readonly faults: readonly string[];
}

/** A thing that the subgraph and the chain both know, in the same words. */
type Facts = Readonly<Record<string, unknown>>;

/** What the chain says at the end. Money in USDC units. */
export interface ChainEnd {
  /** The latest round of each lead. */
  readonly leads: readonly (Facts & { readonly leadId: number })[];
  readonly vault: { readonly liabilities: number; readonly locked: number };
}

/** More auctions or accounts than a market day has. */
const PAGE = 1_000;
const PHASES = Object.keys(Phase).filter((name): name is RoundPhase => name !== "None");

/**
 * Asks the subgraph for the day's auctions phase by phase, for balances and totals, and compares them with what the contracts say.
 * @param url of a subgraph of the chain.
 */
export async function compareWithSubgraph(
  url: string,
  market: Market,
  { leads, vault }: ChainEnd,
): Promise<SubgraphCheck> {
  const head = () => latestBlockOf(market.publicClient);
  const index = queriesOf(askFresh(url, { head }));
  const now = await market.time.latest();
  const indexed = new Map<number, Facts>();
  for (const phase of PHASES) {
    const where = phaseWhere(phase, now);
    const { auctions } = await index.auctions({ where, first: PAGE });
    for (const auction of auctions) {
      if (auction.lead.latestAuction?.id !== auction.id) continue;
      indexed.set(Number(auction.leadId), {
        vertical: auction.verticalSlug,
        region: auction.region,
        score: auction.score,
        reserve: Number(auction.reserve),
        bids: auction.bidCount,
        price: Number(auction.price ?? 0),
        state: phase,
        closed: auction.outcome != null,
      });
    }
  }
  const faults = leads.flatMap(({ leadId, scenario: _, ...lead }) =>
    differences(`lead ${leadId}`, lead, indexed.get(leadId)),
  );

  const { accounts } = await index.accountsPage({ block: await head(), first: PAGE });
  for (const { id, free, locked } of accounts) {
    const { freeOf, lockedOf } = market.contracts.vault.read;
    const held = { free: String(await freeOf([id])), locked: String(await lockedOf([id])) };
    faults.push(...differences(`account ${id}`, held, { free, locked }));
  }
  const [totals] = (await index.solvency()).vaults;
  const owed = { liabilities: vault.liabilities, locked: vault.locked, auctions: leads.length };
  faults.push(
    ...differences(
      "the totals",
      owed,
      totals && {
        liabilities: Number(totals.liabilities),
        locked: Number(totals.locked),
        auctions: indexed.size,
      },
    ),
  );
  return { auctions: indexed.size, accounts: accounts.length, faults };
}

function differences(what: string, onChain: Facts, inSubgraph: Facts | undefined): string[] {
  if (inSubgraph === undefined) return [`The subgraph does not know ${what}.`];
  return Object.entries(onChain).flatMap(([name, value]) =>
    inSubgraph[name] === value
      ? []
      : [
          `The subgraph says ${name} ${String(inSubgraph[name])} of ${what}, the chain ${String(value)}.`,
        ],
  );
}
