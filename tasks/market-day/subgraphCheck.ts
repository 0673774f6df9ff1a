import {
  AccountsPageDocument,
  AuctionsDocument,
  SolvencyDocument,
} from "../../types/subgraph/queries.ts";
import { querySubgraph } from "../subgraph/querySubgraph.ts";
import type { Floor } from "./floor.ts";
import type { Summary } from "./summary.ts";

/** What the subgraph says of the day, and where that differs from the chain. */
export interface SubgraphCheck {
  /** Latest rounds of leads. */
  readonly auctions: number;
  readonly accounts: number;
  readonly faults: readonly string[];
}

/** A thing that the subgraph and the chain both know, in the same words. */
type Facts = Readonly<Record<string, unknown>>;

/** More auctions or accounts than a market day has. */
const PAGE = 1_000;

/**
 * Asks the subgraph for the day's auctions, balances and totals and compares them with what the contracts say.
 * @param url of a subgraph that has indexed the chain up to its head.
 */
export async function compareWithSubgraph(
  url: string,
  floor: Floor,
  { leads, vault }: Pick<Summary, "leads" | "vault">,
): Promise<SubgraphCheck> {
  const block = Number(await floor.publicClient.getBlockNumber());
  const { auctions } = await querySubgraph(url, AuctionsDocument, { first: PAGE });
  const { accounts } = await querySubgraph(url, AccountsPageDocument, { block, first: PAGE });
  const [totals] = (await querySubgraph(url, SolvencyDocument, {})).vaults;

  const rounds = [...auctions].sort((a, b) => a.round - b.round);
  const indexed = new Map(rounds.map((auction) => [Number(auction.lead.leadId), auction]));
  const faults = leads.flatMap(
    ({ leadId, vertical, region, score, reserve, bids, price, state }) => {
      const found = indexed.get(leadId);
      return differences(
        `lead ${leadId}`,
        { vertical, region, score, reserve, bids, price, state },
        found && {
          vertical: found.verticalSlug,
          region: found.region,
          score: found.score,
          reserve: Number(found.reserve),
          bids: found.bidding.bidCount,
          price: Number(found.price ?? 0),
          state: found.state,
        },
      );
    },
  );
  for (const { id, balance } of accounts) {
    const { freeOf, lockedOf } = floor.protocol.vault.read;
    const held = { free: String(await freeOf([id])), locked: String(await lockedOf([id])) };
    faults.push(
      ...differences(`account ${id}`, held, { free: balance.free, locked: balance.locked }),
    );
  }
  const owed = { liabilities: vault.liabilities, locked: vault.locked, auctions: leads.length };
  const locked = accounts.reduce((sum, account) => sum + Number(account.balance.locked), 0);
  faults.push(
    ...differences(
      "the totals",
      owed,
      totals && {
        liabilities: Number(totals.liabilities),
        locked,
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
