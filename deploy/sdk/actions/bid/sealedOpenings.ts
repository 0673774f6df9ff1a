import { getAddress, parseEventLogs, zeroHash, type Address, type Hex } from "viem";

import type { Client } from "../../client.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { SealedBidsDocument } from "../../generated/queries.ts";
import { latestBlockOf } from "../../subgraph/indexedChain.ts";
import { pastEvents } from "../../pastEvents.ts";
import { allRows } from "../allRows.ts";
import { historyOfLead } from "../lead/leadEvents.ts";

/** An unopened bid with what its bidder gave to open it by itself. */
export interface SealedOpening {
  readonly bidder: Address;
  /** The live commitment, from the chain. */
  readonly commitment: Hex;
  readonly sealedOpening: Hex;
}

/** Sealed openings by their bidders. */
type Given = ReadonlyMap<Address, Hex>;

/**
 * The unopened bids of a round with a sealed opening. Openings are from a subgraph that is not behind the chain, else from the chain's
 * events; commitments are the chain's, so that what a subgraph says cannot make a wrong opening look right.
 */
export async function sealedOpeningsOf(
  client: Client,
  leadId: bigint,
  round: number,
): Promise<SealedOpening[]> {
  const given = await givenIn(client, leadId, round);
  const bids = await Promise.all(
    [...given].map(async ([bidder, sealedOpening]) => ({
      bidder,
      sealedOpening,
      commitment: await client.contracts.house.read.commitmentIn([leadId, round, bidder], {
        blockTag: "pending",
      }),
    })),
  );
  return bids.filter(({ commitment }) => commitment !== zeroHash);
}

async function givenIn(client: Client, leadId: bigint, round: number): Promise<Given> {
  const head = await latestBlockOf(client.publicClient);
  const indexed = await givenInIndex(client, leadId, round);
  if (indexed !== undefined && indexed.block >= head) return indexed.given;
  try {
    return await givenInEvents(client, leadId, round);
  } catch (error) {
    // A node may refuse to search all blocks.
    if (indexed !== undefined) return indexed.given;
    throw error;
  }
}

/** Undefined where no subgraph answers. */
async function givenInIndex(client: Client, leadId: bigint, round: number) {
  try {
    const url = await client.services.index();
    return url === undefined ? undefined : await readIndex(url, leadId, round);
  } catch (error) {
    if (hasCode(error, "SUBGRAPH_FAILED")) return undefined;
    throw error;
  }
}

async function readIndex(url: string, leadId: bigint, round: number) {
  const variables = { leadId: String(leadId), round };
  const { rows, block } = await allRows(url, SealedBidsDocument, variables, ({ bids }) => bids);
  const given = rows
    .filter(({ sealedOpening }) => sealedOpening !== "0x")
    .map(({ bidder, sealedOpening }) => [getAddress(bidder.id), sealedOpening] as const);
  return { given: new Map(given), block };
}

/** The last opening of each bidder: an earlier one is of a bid that was overwritten or withdrawn. */
async function givenInEvents(client: Client, leadId: bigint, round: number): Promise<Given> {
  const { abi, getEvents } = client.contracts.house;
  const logs = await pastEvents(await historyOfLead(client, leadId), (range) =>
    getEvents.SealedOpeningGiven({ leadId, round }, range),
  );
  const given = parseEventLogs({ abi, eventName: "SealedOpeningGiven", logs });
  return new Map(given.map(({ args }) => [args.bidder, args.sealedOpening]));
}
