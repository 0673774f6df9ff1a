import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { parseAbi, parseEther, serializeTransaction, type Client, type Hex } from "viem";
import { generatePrivateKey } from "viem/accounts";
import { getGasPrice, readContract } from "viem/actions";
import { chainConfig } from "viem/op-stack";

import { deployProtocol } from "../deployProtocol.ts";
import type { ProtocolParameters } from "../parameters/loadParameters.ts";
import { externalsIn } from "./externals.ts";

/** The rollup's own contract that knows what the chain below charges. */
const L1_FEES = {
  address: chainConfig.contracts.gasPriceOracle.address,
  abi: parseAbi(["function getL1Fee(bytes transaction) view returns (uint256)"]),
  functionName: "getL1Fee",
} as const;
/** Code that answers every question with 8, as feeds do that are asked for their decimals: `return(8)`. */
const EIGHT: Hex = "0x60085f5260205ff3";

/** One transaction of a deployment. */
interface RehearsedTransaction {
  readonly gas: bigint;
  /** As a rollup posts it to the chain below, without its signature. */
  readonly serialized: Hex;
}

/**
 * Deploys with these parameters on a chain of this process, in which what the chain has is replaced by code that answers. It fails where
 * the deployment would.
 * @param hre has the artifacts that are to be deployed.
 */
export async function rehearseDeployment(
  { network }: HardhatRuntimeEnvironment,
  parameters: ProtocolParameters,
  chainId: number,
): Promise<RehearsedTransaction[]> {
  // A key of nobody's: its contracts' addresses are free.
  const accounts = [{ privateKey: generatePrivateKey(), balance: parseEther("10000") }];
  const connection = await network.create({
    ...{ network: "default", chainType: "op", override: { chainId, accounts } },
  });
  try {
    const client = await connection.viem.getTestClient();
    for (const { address } of externalsIn(parameters)) {
      await client.setCode({ address, bytecode: EIGHT });
    }
    await deployProtocol(connection, parameters);
    const publicClient = await connection.viem.getPublicClient();
    const transactions: RehearsedTransaction[] = [];
    const head = await publicClient.getBlockNumber();
    for (let blockNumber = 1n; blockNumber <= head; blockNumber++) {
      const block = await publicClient.getBlock({ blockNumber, includeTransactions: true });
      for (const { hash, input: data, nonce, to } of block.transactions) {
        const { gasUsed: gas } = await publicClient.getTransactionReceipt({ hash });
        const serialized = serializeTransaction({
          ...{ type: "eip1559", chainId, nonce, gas, data },
          ...(to !== null && { to }),
        });
        transactions.push({ gas, serialized });
      }
    }
    return transactions;
  } finally {
    await connection.close();
  }
}

/** What transactions would cost on a chain now, in wei, with what a rollup charges for the chain below. */
export async function costOf(
  client: Client,
  transactions: readonly RehearsedTransaction[],
): Promise<{ readonly gas: bigint; readonly fees: bigint }> {
  const gas = transactions.reduce((sum, one) => sum + one.gas, 0n);
  let fees = gas * (await getGasPrice(client));
  for (const { serialized } of transactions) {
    fees += await readContract(client, { ...L1_FEES, args: [serialized] });
  }
  return { gas, fees };
}
