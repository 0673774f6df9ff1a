import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { hexToNumber, type Hex } from "viem";

import type { StackFile } from "../../deploy/local/stack/stackFile.ts";
import { chainTime, wallTime } from "../../deploy/sdk/actions/chainTime.ts";
import { runningStack } from "./deployment.ts";
import {
  blockHashOf,
  latestBlockOf,
  type AskedChain,
} from "../../deploy/sdk/subgraph/indexedChain.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** A connection to a chain that answers. */
export interface ChainConnection {
  readonly connection: NetworkConnection<"op">;
  readonly chainId: number;
}

/**
 * Connects to the network of `--network`, else to the running stack.
 * @param ownKeys whether the network's configured accounts are needed; if not, their keys are not asked for.
 * @throws {LeadEngineError} no stack runs, or no chain answers.
 */
export async function connect(
  { network, globalOptions }: HardhatRuntimeEnvironment,
  stack: StackFile | undefined,
  ownKeys: boolean,
): Promise<ChainConnection> {
  const named = namedNetwork(globalOptions);
  if (named === undefined && stack === undefined) {
    throw new LeadEngineError(
      "NO_CHAIN",
      "No stack runs on this machine, and no network is named.",
      "Start one with `npx hardhat stack` in another terminal, or name a network: --network base.",
    );
  }
  const remote = ownKeys ? {} : ({ accounts: "remote" } as const);
  const connection = await network.create(
    named === undefined
      ? { network: "localhost", chainType: "op", override: { url: stack?.rpc ?? "", ...remote } }
      : { network: named, chainType: "op", override: remote },
  );
  try {
    const chainId = hexToNumber(
      (await connection.provider.request({ method: "eth_chainId" })) as Hex,
    );
    return { connection, chainId };
  } catch (error) {
    await connection.close();
    throw noChain(named, stack, error);
  }
}

/** The chain of `--network`, else of the running stack; undefined where there is neither. It is asked only when needed. */
export async function chosenChain(
  hre: HardhatRuntimeEnvironment,
  stack: StackFile | undefined,
): Promise<AskedChain | undefined> {
  const named = namedNetwork(hre.globalOptions);
  if (named === undefined && stack === undefined) return undefined;
  const known = named === undefined ? stack?.chainId : hre.config.networks[named]?.chainId;
  return {
    chainId: known ?? (await askChain(hre, stack, ({ chainId }) => Promise.resolve(chainId))),
    blockHash: (block) =>
      askChain(hre, stack, async ({ connection }) =>
        blockHashOf(await connection.viem.getPublicClient(), block),
      ),
    head: () =>
      askChain(hre, stack, async ({ connection }) =>
        latestBlockOf(await connection.viem.getPublicClient()),
      ),
  };
}

/** Asks the chosen chain one thing. */
async function askChain<Answer>(
  hre: HardhatRuntimeEnvironment,
  stack: StackFile | undefined,
  question: (chain: ChainConnection) => Promise<Answer>,
): Promise<Answer> {
  const chain = await connect(hre, stack, false);
  try {
    return await question(chain);
  } finally {
    await chain.connection.close();
  }
}

/** A time, and whose clock shows it. */
export interface ChosenTime {
  /** Unix seconds. */
  readonly now: number;
  readonly clock: "chain" | "machine";
}

/** The time of the chain of `--network`, else of the running stack; this machine's where there is neither. */
export async function chosenTime(hre: HardhatRuntimeEnvironment): Promise<ChosenTime> {
  const stack = await runningStack();
  if (stack === undefined && namedNetwork(hre.globalOptions) === undefined) {
    return { now: wallTime(), clock: "machine" };
  }
  return askChain(hre, stack, async ({ connection, chainId }) => {
    const publicClient = await connection.viem.getPublicClient();
    return { now: await chainTime(publicClient, chainId), clock: "chain" };
  });
}

/** Hardhat's type says that it is always set; it is only if the user names one. */
function namedNetwork({ network }: HardhatRuntimeEnvironment["globalOptions"]): string | undefined {
  return network;
}

function noChain(
  named: string | undefined,
  stack: StackFile | undefined,
  cause: unknown,
): LeadEngineError {
  return named === undefined
    ? new LeadEngineError(
        "NO_CHAIN",
        `No chain answers at ${stack?.rpc ?? ""}, where a stack was started.`,
        "It ended without cleaning up: start `npx hardhat stack` again.",
        { cause },
      )
    : new LeadEngineError(
        "NO_CHAIN",
        `No chain answers on network ${named}: ${(cause as Error).message.split("\n")[0] ?? ""}`,
        "Check the network's URL (`npx hardhat keystore list`, hardhat.config.ts) and your connection.",
        { cause },
      );
}
