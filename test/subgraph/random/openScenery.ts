import hre from "hardhat";

import { grantCredentials, traderGrant } from "../../../deploy/local/credentials.ts";
import { openAccount, openLocalClient, type Party } from "../../../deploy/local/party.ts";
import { openStack } from "../../../deploy/local/stack/openStack.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import { ROOT, usdc } from "../../fixtures/market.ts";
import { buildSubgraph } from "../../../subgraph/build/buildSubgraph.ts";
import { openScene, type Scene } from "./scene.ts";

/** Of the node's accounts; those before it belong to roles and to the market. */
const FIRST_POSTER = 15;
const FUNDS = usdc(5_000);

/** A stack of its own for random trading, which moves time and leaves settings as chance has them. Close it. */
export async function openScenery(): Promise<{ readonly stack: Stack; readonly scene: Scene }> {
  const stack = await openStack(hre, { buildSubgraph });
  // The moves say when a tie gets which word.
  await stack.vrf.close();
  return { stack, scene: await openScene(stack, await openPosters(stack)) };
}

/** Two accounts that no market of the tests has, which may buy leads of the market's root vertical. */
async function openPosters({ connection, protocol }: Stack): Promise<readonly Party[]> {
  const client = await openLocalClient(connection, protocol);
  const wallets = await connection.viem.getWalletClients();
  const open = async (index: number): Promise<Party> => {
    const wallet = wallets[index];
    if (wallet === undefined) throw new Error(`The chain has no account ${index}.`);
    return openAccount(client, `poster ${index}`, wallet, FUNDS);
  };
  const posters = [await open(FIRST_POSTER), await open(FIRST_POSTER + 1)];
  const { account } = await connection.viem.getWalletClient(protocol.accounts.compliance);
  const grants = posters.map(({ address }) => traderGrant(address, [ROOT]));
  await grantCredentials(protocol, account, grants);
  return posters;
}
