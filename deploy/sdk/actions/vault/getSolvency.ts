import { getBlock, getBlockNumber } from "viem/actions";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { hasCode } from "../../errors/leadEngineError.ts";
import { AccountsPageDocument } from "../../generated/queries.ts";
import { headOf } from "../../subgraph/queryAtBlock.ts";
import { allRows } from "../allRows.ts";
import { answerOf } from "../answerOf.ts";
import { defineAction } from "../definition.ts";
import { time, usdc } from "../schemas.ts";
import { usdcOf } from "./usdc.ts";

/** Why business is stopped. */
const CAUSES = ["Paused", "ProvedInsolvent", "MoneyMissing"] as const;

const causes = z.array(
  z
    .enum(CAUSES)
    .describe(
      "Paused: by the guardian. ProvedInsolvent: by the last proof of reserves; the next one that finds the money ends it. MoneyMissing: the balance does not cover the liabilities now",
    ),
);

/** A proof of reserves as the vault's feed answers it. */
export const reservesProof = z.object({
  roundId: z.bigint().describe("Number of the feed's round"),
  answer: usdc.describe("What the vault held, USDC units: the feed's answer, with 6 decimals"),
  updatedAt: time.describe("When it was proved, Unix seconds"),
});

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
  proof: reservesProof
    .extend({ age: z.number().int().describe("Seconds from the proof to this block") })
    .nullable()
    .describe("The last proof of reserves; null before the first"),
  accounts: z
    .object({
      free: usdc.describe("Free money of all accounts, USDC units"),
      locked: usdc.describe("Locked money of all accounts, USDC units"),
      agree: z.boolean().describe("Whether they add up to the liabilities"),
    })
    .nullable()
    .describe("Sums over all accounts at this block, from the subgraph; null without one"),
  stopped: z
    .object({
      deposits: causes.describe("Why accounts without locked money cannot deposit; none: they can"),
      bids: causes.describe("Why nobody can list or bid; none: they can"),
    })
    .describe("What is stopped at this block, and why. Exits never stop"),
});

/** What the vault holds and owes, and what that stops: all at one block, the subgraph's latest if there is one, else the chain's. */
export async function getSolvency(client: Client): Promise<z.output<typeof result>> {
  const { vault } = client.contracts;
  const token = await usdcOf(client);
  const index = await indexOf(client);
  const block = index?.block ?? (await getBlockNumber(client.publicClient, { cacheTime: 0 }));
  const at = { blockNumber: block };
  const [balance, liabilities, paused, [from, until], proof, { timestamp }] = await Promise.all([
    token.read.balanceOf([vault.address], at),
    vault.read.liabilities(at),
    vault.read.paused(at),
    vault.read.insolvency(at),
    lastProof(client, block),
    getBlock(client.publicClient, at),
  ]);
  const sums = index && (await sumsOf(index.url, block));
  const solvent = balance >= liabilities;
  const known = [
    ...(paused ? (["Paused"] as const) : []),
    ...(from !== 0 && until === 0 ? (["ProvedInsolvent"] as const) : []),
  ];
  return {
    block,
    balance,
    liabilities,
    solvent,
    paused,
    insolvency: from === 0 ? null : { from, until: until === 0 ? null : until },
    proof: proof && { ...proof, age: Number(timestamp) - proof.updatedAt },
    accounts: sums ? { ...sums, agree: sums.free + sums.locked === liabilities } : null,
    stopped: { deposits: solvent ? known : [...known, "MoneyMissing"], bids: known },
  };
}

/** The vault's feed at a block; null before the first proof. */
export async function lastProof(
  { contracts }: Client,
  blockNumber: bigint,
): Promise<z.output<typeof reservesProof> | null> {
  const round = await answerOf(contracts.vault.read.latestRoundData({ blockNumber }));
  if (round === undefined) return null;
  const [roundId, answer, , updatedAt] = round;
  return { roundId, answer, updatedAt: Number(updatedAt) };
}

/** The subgraph and its latest block. Undefined where none answers. */
async function indexOf({ services }: Client): Promise<{ url: string; block: bigint } | undefined> {
  try {
    const url = await services.index();
    const head = url === undefined ? undefined : await headOf(url);
    return url === undefined || head === undefined
      ? undefined
      : { url, block: BigInt(head.number) };
  } catch (error) {
    if (hasCode(error, "SUBGRAPH_FAILED")) return undefined;
    throw error;
  }
}

async function sumsOf(url: string, block: bigint): Promise<{ free: bigint; locked: bigint }> {
  const at = { block: Number(block) };
  const { rows } = await allRows(url, AccountsPageDocument, at, ({ accounts }) => accounts);
  return {
    free: rows.reduce((sum, { free }) => sum + BigInt(free), 0n),
    locked: rows.reduce((sum, { locked }) => sum + BigInt(locked), 0n),
  };
}

export const getSolvencyDefinition = defineAction({
  name: "getSolvency",
  title: "Solvency of the vault",
  description:
    "What the vault holds and what it owes, how old its last proof of reserves is, what all accounts add up to, and whether new business is stopped and why. All at one block.",
  parameters,
  result,
  readOnly: true,
  run: getSolvency,
});
