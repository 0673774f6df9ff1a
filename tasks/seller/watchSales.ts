import { getAbiItem, type Log } from "viem";

import { watchHeads } from "../../deploy/agent/run/watchHeads.ts";
import { hasDueSale, noteSales } from "../../deploy/sdk/actions/seller/openSales.ts";
import type { Trader } from "../../deploy/sdk/client.ts";

/** Wakes a seller at each block while one of its sales may wait for it. @returns what ends it. */
export function watchSales(
  trader: Trader,
  ws: string,
  wake: () => void,
  note: (line: string) => void,
): () => void {
  const onHead = (time?: number) => {
    if (time === undefined || hasDueSale(trader, time)) wake();
  };
  const { abi, address } = trader.contracts.house;
  const event = {
    address,
    abi: getAbiItem({ abi, name: "AuctionCreated" }),
    args: { seller: trader.address },
    // It waits for nothing yet, but its blocks are worth a look from the end of its commit phase on.
    onEvent: (logs: readonly Log[]) => {
      noteSales(trader, logs);
    },
  };
  return watchHeads(trader.publicClient, ws, { onHead, event }, note).stop;
}
