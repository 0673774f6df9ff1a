import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { address, hex, usdc } from "../schemas.ts";
import { send, spending, spendingOn } from "../send.ts";
import { bookOf, bountyId } from "./bounty.ts";

const parameters = z.object({
  poster: address.optional().describe("Only bounties of this account"),
});

/** A bounty that was closed after its end. */
export const closedBounty = z.object({
  bountyId,
  poster: address,
  freed: usdc.describe("What became free for its poster, USDC units"),
  txHash: hex.describe("Hash of the transaction"),
});

const result = z
  .object({
    closed: z.array(closedBounty),
  })
  .extend(spending.shape);

/** Closes bounties that have expired, each in a transaction: what is left of their budgets is free again for their posters. */
export async function closeExpiredBounties(
  trader: Trader,
  { poster }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { abi, address: to } = trader.contracts.matcher;
  const now = await trader.now();
  const { bounties } = await bookOf(trader);
  const expired = [...bounties.values()].filter(
    (bounty) =>
      !bounty.closed &&
      bounty.terms.expiresAt <= now &&
      (poster === undefined || bounty.poster === poster),
  );
  const closed: z.output<typeof result>["closed"] = [];
  for (const [index, { bountyId: id }] of expired.entries()) {
    const left = expired.length - index - 1;
    const data = encodeFunctionData({ abi, functionName: "closeExpiredBounty", args: [id] });
    const what = `Closing bounty ${id}`;
    const then = left === 0 ? undefined : `${left} more`;
    const { logs, transactionHash } = await send(trader, { to, data, what, then });
    for (const { args } of parseEventLogs({ abi, eventName: "BountyClosed", logs })) {
      const { poster: owner, freed } = args;
      closed.push({ bountyId: args.bountyId, poster: owner, freed, txHash: transactionHash });
    }
  }
  const hashes = closed.map(({ txHash }) => txHash);
  return { closed, ...(await spendingOn(trader, hashes)) };
}

export const closeExpiredBountiesDefinition = defineAction({
  name: "closeExpiredBounties",
  title: "Close expired bounties",
  description:
    "Closes bounties that have expired: what is left of their budgets is free again for their posters. Anyone can.",
  parameters,
  result,
  readOnly: false,
  run: closeExpiredBounties,
});
