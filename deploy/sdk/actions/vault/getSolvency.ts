import { z } from "zod";
import { getBlockNumber } from "viem/actions";

import type { Client } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { time, usdc } from "../schemas.ts";
import { usdcOf } from "./usdc.ts";

const parameters = z.object({});

const result = z.object({
  block: z.bigint().describe("The block of this answer"),
  balance: usdc.describe("What the vault holds, USDC units"),
  liabilities: usdc.describe("What the vault owes: all that is free or locked, USDC units"),
  solvent: z.boolean().describe("Whether the balance covers the liabilities"),
  paused: z.boolean().describe("Whether the guardian has stopped new business"),
  insolvency: z
    .object({
      from: time,
      until: time.nullable().describe("Unix seconds; null while it lasts"),
    })
    .nullable()
    .describe("The last insolvency that a proof of reserves has recorded; null if never"),
});

/** What the vault holds and owes, from the chain, all at one block. */
export async function getSolvency(client: Client): Promise<z.output<typeof result>> {
  const { vault } = client.contracts;
  const usdc = await usdcOf(client);
  const block = await getBlockNumber(client.publicClient, { cacheTime: 0 });
  const at = { blockNumber: block };
  const [balance, liabilities, paused, [from, until]] = await Promise.all([
    usdc.read.balanceOf([vault.address], at),
    vault.read.liabilities(at),
    vault.read.paused(at),
    vault.read.insolvency(at),
  ]);
  return {
    block,
    balance,
    liabilities,
    solvent: balance >= liabilities,
    paused,
    insolvency: from === 0 ? null : { from, until: until === 0 ? null : until },
  };
}

export const getSolvencyDefinition = defineAction({
  name: "getSolvency",
  title: "Solvency of the vault",
  description:
    "What the vault holds and what it owes, whether new business is stopped, and when it was last found insolvent. From the chain, all at one block.",
  parameters,
  result,
  readOnly: true,
  run: getSolvency,
});
