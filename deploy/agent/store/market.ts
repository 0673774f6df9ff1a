import type { Address, Hex } from "viem";
import { getBlock } from "viem/actions";

import type { Client } from "../../sdk/client.ts";
import { BidLedger } from "./bidLedger.ts";
import { LeadLog } from "./leadLog.ts";
import type { Rows } from "./rows.ts";

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
  /** Does all or nothing, and alone among all processes, with the market that `work` gets. */
  readonly transaction: <Result>(work: (inside: Market) => Promise<Result>) => Promise<Result>;
}

/** The market whose rows these are. */
export function marketOf(rows: Rows): Market {
  return {
    bids: new BidLedger(rows),
    leads: new LeadLog(rows),
    transaction: (work) => rows.transaction((inside) => work(marketOf(inside))),
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
