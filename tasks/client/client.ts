import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { getAddress, type Address } from "viem";

import type { StackFile } from "../../deploy/local/stack/stackFile.ts";
import { chainTime } from "../protocol/chainTime.ts";
import type { Wallet } from "../protocol/party.ts";
import { chosenAccount, isKeyName, openWallet } from "./account.ts";
import { connect, type ChainConnection } from "./connect.ts";
import { bindContracts } from "./contracts.ts";
import { deploymentOn, runningStack } from "./deployment.ts";
import { errorAbi } from "./errors/errorAbi.ts";
import { blockHashOf, latestBlockOf } from "./indexedChain.ts";
import { openServices, type ServiceOptions } from "./services.ts";

/** What every task that talks to a deployment takes. */
export interface ClientOptions extends ServiceOptions {
  readonly json: boolean;
}

/** Somebody who looks at a deployment. */
export type Client = Awaited<ReturnType<typeof openClient>>;

/** Somebody who signs: a client with a wallet. */
export interface Trader extends Client {
  readonly wallet: Wallet;
  readonly address: Address;
}

/** Connects to a deployment without a wallet. `note` tells what is going on. */
export async function openClient(
  hre: HardhatRuntimeEnvironment,
  options: ServiceOptions,
  note: (line: string) => void,
) {
  const stack = await runningStack();
  return clientOn(await connect(hre, stack, false), hre, stack, options, note);
}

/** Connects to a deployment with the wallet that `account` means; see `openWallet`. */
export async function openTrader(
  hre: HardhatRuntimeEnvironment,
  options: ServiceOptions & { readonly account: string | undefined },
  note: (line: string) => void,
): Promise<Trader> {
  const stack = await runningStack();
  const choice = chosenAccount(options.account);
  const chain = await connect(hre, stack, choice === undefined || !isKeyName(choice));
  try {
    const client = await clientOn(chain, hre, stack, options, note);
    const wallet = await openWallet(choice, chain.connection, hre);
    return { ...client, wallet, address: getAddress(wallet.account.address) };
  } catch (error) {
    await chain.connection.close();
    throw error;
  }
}

async function clientOn(
  { connection, chainId }: ChainConnection,
  hre: HardhatRuntimeEnvironment,
  stack: StackFile | undefined,
  options: ServiceOptions,
  note: (line: string) => void,
) {
  await buildOnce(hre);
  const deployment = await deploymentOn(chainId, stack, hre.config.paths.ignition);
  const publicClient = await connection.viem.getPublicClient();
  const contracts = await bindContracts(connection, publicClient, deployment, chainId);
  return {
    ...openServices(options, stack, {
      chainId,
      blockHash: (block) => blockHashOf(publicClient, block),
      head: () => latestBlockOf(publicClient),
    }),
    connection,
    chainId,
    publicClient,
    contracts,
    note,
    /** Errors that a call may end in. */
    errorAbi: await errorAbi(hre),
    /** See `chainTime`. */
    now: () => chainTime(publicClient, chainId),
  };
}

/** The contracts' interfaces come from the build. */
async function buildOnce({ artifacts, tasks }: HardhatRuntimeEnvironment): Promise<void> {
  if (await artifacts.artifactExists("AuctionHouse")) return;
  await tasks.getTask("build").run({ quiet: true });
}
