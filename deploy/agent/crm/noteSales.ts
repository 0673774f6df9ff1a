import { getBlock, getBlockNumber, getContractEvents } from "viem/actions";

import type { Trader } from "../../sdk/client.ts";
import { auctionHouseAbi, leadNFTAbi } from "../../sdk/generated/abis.ts";
import { eventId, type AgentEvent } from "../events.ts";
import type { Hook } from "../operatorConfig.ts";
import { hooksFor } from "./hooks.ts";
import type { Outbox } from "./outbox.ts";

/**
 * Puts `lead.sold` into the outbox for every lead that the trader's account has sold since the last call, whoever delivered it. The chain's
 * events say which; the outbox remembers up to which block it knows them, so that a crash loses none. The first call begins at the latest block.
 */
export async function noteSales(
  trader: Trader,
  { outbox, hooks, now }: { outbox: Outbox; hooks: readonly Hook[]; now: number },
): Promise<AgentEvent[]> {
  const { chainId, publicClient, contracts, address } = trader;
  const owner = { chainId, house: contracts.house.address, account: address };
  const head = await getBlockNumber(publicClient, { cacheTime: 0 });
  const known = (await outbox.blockOf(owner)) ?? head;
  if (known >= head) {
    await outbox.addUpTo(owner, known, [], now);
    return [];
  }
  const delivered = await getContractEvents(publicClient, {
    ...{ abi: leadNFTAbi, address: contracts.nft.address, eventName: "LeadDelivered" },
    ...{ args: { from: address }, fromBlock: known + 1n, toBlock: head, strict: true },
  } as const);
  const names = await hooksFor(outbox, hooks, "lead.sold");
  const events: AgentEvent[] = [];
  for (const { args, blockNumber, transactionHash } of delivered) {
    const { leadId, round } = args;
    // A lead can also be handed over without a sale.
    const [sale] = await getContractEvents(publicClient, {
      ...{ abi: auctionHouseAbi, address: contracts.house.address, eventName: "AuctionSettled" },
      ...{ args: { leadId, round }, fromBlock: blockNumber, toBlock: blockNumber, strict: true },
    } as const);
    if (sale === undefined) continue;
    const { timestamp } = await getBlock(publicClient, { blockNumber });
    events.push({
      ...owner,
      id: eventId({ ...owner, leadId, round, kind: "lead.sold" }),
      kind: "lead.sold",
      leadId,
      round,
      reason: null,
      says: `sold to ${sale.args.buyer}`,
      amount: sale.args.price,
      txHash: transactionHash,
      at: Number(timestamp),
    });
  }
  await outbox.addUpTo(
    owner,
    head,
    events.map((event) => [event, names]),
    now,
  );
  return events;
}
