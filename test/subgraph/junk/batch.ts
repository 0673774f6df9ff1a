import { encodeFunctionData, type Address, type Hex } from "viem";

import type { Stack } from "../../../deploy/local/stack/stack.ts";
import { usdc } from "../../fixtures/market.ts";
import type { Market } from "./bystanders.ts";
import type { Junk } from "./junk.ts";

/** The most that a transaction may have, nearly. */
const GAS = 16_000_000n;

/** An account without a role that makes many calls in one transaction. */
export interface Batch {
  readonly address: Address;
  /** Makes so many calls, the first with this number. Returns how many events they emitted. */
  readonly run: (junk: Junk, first: number, count: number) => Promise<number>;
}

/** Opens one, with USDC that the vault may take. */
export async function openBatch(m: Market, { connection }: Stack): Promise<Batch> {
  const batch = await connection.viem.deployContract("TestBatch");
  const call = async (target: Address, calls: readonly Hex[]) => {
    const hash = await batch.write.run([target, [...calls]], { gas: GAS });
    return (await m.publicClient.waitForTransactionReceipt({ hash })).logs.length;
  };
  await m.usdc.write.mint([batch.address, usdc(1)]);
  const args = [m.vault.address, usdc(1)] as const;
  const approval = encodeFunctionData({ abi: m.usdc.abi, functionName: "approve", args });
  await call(m.usdc.address, [approval]);
  return {
    address: batch.address,
    run: (junk, first, count) =>
      call(
        junk.on,
        Array.from({ length: count }, (_, i) => junk.call(first + i)),
      ),
  };
}
