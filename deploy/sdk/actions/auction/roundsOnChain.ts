import type { Hex } from "viem";

import type { Client } from "../../client.ts";
import { phaseName } from "../../codes/enums.ts";
import type { RoundPhase } from "../../subgraph/phaseWhere.ts";
import { hexToRegion } from "../../lead/region.ts";
import { latestBlockOf } from "../../subgraph/indexedChain.ts";
import { leadAt, leadsFrom, type Sieve } from "../book/leadPages.ts";
import { roundRow, type RoundRow } from "../book/rows.ts";
import type { RoundStory } from "../book/roundStory.ts";
import { slugIn, verticalBookOf } from "../book/verticalBook.ts";
import type { Auction } from "./auction.ts";

/** Rounds by what they sell; as `whatWhere` asks the subgraph. */
export interface What {
  readonly vertical?: string | undefined;
  readonly region?: string | undefined;
  readonly minScore?: number | undefined;
  readonly minReserve?: bigint | undefined;
  readonly maxReserve?: bigint | undefined;
}

/** Which rounds to find. */
interface Search {
  /** Only rounds after this id. */
  readonly after: Hex;
  readonly first: number;
  readonly what: What;
  /** Which latest rounds may lead to one: of leads with others no event is read. */
  readonly may: (latest: Auction, leadId: bigint) => boolean;
  /** Which rounds fit. */
  readonly fits: (row: RoundRow) => boolean;
}

/** A round as the subgraph lists it, and all that happened in it. */
interface FoundRound {
  readonly row: RoundRow;
  readonly story: RoundStory;
}

/** Rounds that fit, by lead and number, as the chain has them. */
export async function roundsOnChain(
  client: Client,
  { after, first, what, may, fits }: Search,
): Promise<{ block: number; rounds: FoundRound[] }> {
  const block = await latestBlockOf(client.publicClient);
  const verticals = await verticalBookOf(client, BigInt(block));
  const { vertical = "", region = "", minScore = 0 } = what;
  const sieve: Sieve = {
    lead: (lead) =>
      slugIn(verticals, lead.vertical).startsWith(vertical) &&
      hexToRegion(lead.region).startsWith(region) &&
      lead.score >= minScore,
    round: (latest, leadId) => latest.round > 0 && may(latest, leadId),
  };
  const scan = { block: BigInt(block), from: leadAt(after), sieve, atOnce: first };
  const rounds: FoundRound[] = [];
  for await (const leads of leadsFrom(client, scan)) {
    for (const lead of leads) {
      for (const story of lead.rounds.values()) {
        const row = roundRow(lead, story, verticals);
        if (row.id <= after || !isWhat(row, what) || !fits(row)) continue;
        rounds.push({ row, story });
        if (rounds.length === first) return { block, rounds };
      }
    }
  }
  return { block, rounds };
}

/** Phases in which a round can stay while a later one runs. */
const LISTABLE: readonly RoundPhase[] = ["Unsold", "Undelivered", "Voided"];

/** Whether a lead with this latest round may have one in a phase, at whatever time: time alone moves a round that is not closed. */
export function mayBeIn(phase: RoundPhase, { round, closed, phase: last }: Auction): boolean {
  return !closed || phaseName(last) === phase || (round > 1 && LISTABLE.includes(phase));
}

function isWhat({ reserve }: RoundRow, { minReserve = 0n, maxReserve }: What): boolean {
  const amount = BigInt(reserve);
  return amount >= minReserve && (maxReserve === undefined || amount <= maxReserve);
}
