import type { DatabaseSync } from "node:sqlite";

import type { Address, Hex } from "viem";
import { getBlock } from "viem/actions";

import type { Client } from "../../sdk/client.ts";
import { BidLedger } from "./bidLedger.ts";
import { LeadLog } from "./leadLog.ts";
import { Rows } from "./rows.ts";

/** Which deployment it is. */
export interface MarketKey {
  readonly chainId: number;
  readonly house: Address;
  /** Hash of the chain's first block. */
  readonly genesis: Hex;
}

/** What is remembered of one deployment. */
export interface Market {
  readonly bids: BidLedger;
  readonly leads: LeadLog;
  /** Does all or nothing, and alone among all processes. */
  readonly transaction: <Result>(work: () => Result) => Result;
}

/** The market with this number in a store. */
export function marketIn(database: DatabaseSync, id: bigint): Market {
  const rows = new Rows(database, id);
  return {
    bids: new BidLedger(rows),
    leads: new LeadLog(rows),
    transaction: (work) => rows.transaction(work),
  };
}

/** Which market a client trades in. */
export async function marketKeyOf({
  chainId,
  contracts,
  publicClient,
}: Client): Promise<MarketKey> {
  const { hash } = await getBlock(publicClient, { blockNumber: 0n });
  return { chainId, house: contracts.house.address, genesis: hash };
}
