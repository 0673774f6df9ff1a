import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { getCode } from "viem/actions";

import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import type { StackFile } from "../../deploy/local/stack/stackFile.ts";
import { leafVerticals, rootVerticals } from "../../deploy/parameters/verticals.ts";
import { LOCAL_CHAIN } from "../../deploy/sdk/actions/chainTime.ts";
import { clientOf, traderOf } from "../../deploy/sdk/client.ts";
import type { ServiceUrls } from "../../deploy/sdk/services.ts";
import { blockHashOf, latestBlockOf } from "../../deploy/sdk/subgraph/indexedChain.ts";
import { chosenAccount, isKeyName, openWallet } from "./account.ts";
import { connect, type ChainConnection } from "./connect.ts";
import { deploymentOn, noDeployment, runningStack } from "./deployment.ts";
import { describeValue } from "./format.ts";
import { findServices } from "./services.ts";
import { fileStorage } from "./storage.ts";

/** What every task that talks to a deployment takes. */
export interface ClientOptions extends ServiceUrls {
  readonly json: boolean;
}

/** A client with the connection that it uses. */
export type TaskClient = Awaited<ReturnType<typeof openClient>>;

/** A client that signs, with the connection that it uses. */
export type TaskTrader = Awaited<ReturnType<typeof openTrader>>;

/** Connects to a deployment without a wallet. `note` reports progress. */
export async function openClient(
  hre: HardhatRuntimeEnvironment,
  options: ServiceUrls,
  note: (line: string) => void,
) {
  const stack = await runningStack();
  return clientOn(await connect(hre, stack, false), hre, stack, options, note);
}

/** Connects to a deployment with the wallet that `account` means; see `openWallet`. */
export async function openTrader(
  hre: HardhatRuntimeEnvironment,
  options: ServiceUrls & { readonly account: string | undefined },
  note: (line: string) => void,
) {
  const stack = await runningStack();
  const choice = chosenAccount(options.account);
  const chain = await connect(hre, stack, choice === undefined || !isKeyName(choice));
  try {
    const { connection, ...client } = await clientOn(chain, hre, stack, options, note);
    return { ...traderOf(client, await openWallet(choice, connection, hre)), connection };
  } catch (error) {
    await chain.connection.close();
    throw error;
  }
}

async function clientOn(
  { connection, chainId }: ChainConnection,
  hre: HardhatRuntimeEnvironment,
  stack: StackFile | undefined,
  options: ServiceUrls,
  note: (line: string) => void,
) {
  const { deployment, firstBlock } = await deploymentOn(chainId, stack, hre.config.paths.ignition);
  const publicClient = await connection.viem.getPublicClient();
  const code = await getCode(publicClient, { address: deployment.house });
  if (code === undefined) throw noDeployment(chainId);
  const services = findServices(options, stack, {
    chainId,
    blockHash: (block) => blockHashOf(publicClient, block),
    head: () => latestBlockOf(publicClient),
  });
  const client = clientOf(publicClient, chainId, {
    deployment,
    firstBlock,
    services,
    ...(chainId === LOCAL_CHAIN ? { beacon: LOCAL_LEAGUE } : {}),
    storage: fileStorage,
    describe: describeValue,
    verticals: leafVerticals(),
    roots: rootVerticals(),
    note,
  });
  return { ...client, connection };
}
