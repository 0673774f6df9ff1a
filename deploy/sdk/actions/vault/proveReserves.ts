import { encodeFunctionData, parseEventLogs } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { sent, usdc } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { lastProof, reservesProof } from "./getSolvency.ts";

const parameters = z.object({});

const result = reservesProof
  .extend({
    decimals: z.number().int().describe("Decimals of the feed's answer"),
    liabilities: usdc.describe("What the vault owed, USDC units"),
    solvent: z.boolean().describe("Whether the balance covered the liabilities"),
  })
  .extend(sent.shape);

/**
 * Records what the vault holds beside what it owes. Anyone. Where money is missing, deposits and bids stop with it; where it is back, they
 * open again.
 */
export async function proveReserves(trader: Trader): Promise<z.output<typeof result>> {
  const { vault } = trader.contracts;
  const { abi, address: to } = vault;
  const receipt = await send(trader, {
    to,
    data: encodeFunctionData({ abi, functionName: "proveReserves" }),
    what: "Proving the reserves",
  });
  const { logs, blockNumber } = receipt;
  const [event] = parseEventLogs({ abi, eventName: "ReservesProved", logs });
  const proof = await lastProof(trader, blockNumber);
  if (event === undefined || proof === null) throw new Error("The proof left no event.");
  const { liabilities, solvent } = event.args;
  const decimals = await vault.read.decimals();
  return { ...proof, decimals, liabilities, solvent, ...receiptOf(receipt) };
}

export const proveReservesDefinition = defineAction({
  name: "proveReserves",
  title: "Prove the reserves",
  description:
    "Records on chain what the vault holds and owes, readable as a price feed. Anyone can do it: it stops deposits and bids when money is missing, and opens them again when it is back.",
  parameters,
  result,
  readOnly: false,
  run: proveReserves,
});
