import { getAddress } from "viem";

import type { Stack } from "../../deploy/local/stack/stack.ts";
import { grid, type TaskReport } from "../client/output.ts";

const URL_TITLES = {
  graphql: "GraphQL",
  graphiql: "GraphiQL, open in a browser",
  rpc: "JSON-RPC",
  ws: "WebSocket",
  ipfs: "IPFS, Kubo RPC",
  gateway: "IPFS gateway",
  don: "DON, takes leads",
  status: "indexing status",
} as const satisfies Record<keyof Stack["urls"], string>;

/** What a person or a program has to know of a stack that is up. */
export async function reportOn(stack: Stack): Promise<TaskReport> {
  const { chainId, urls, addresses } = stack;
  const { pid } = process;
  const accounts = await accountsOf(stack);
  return {
    json: { pid, chainId, ...urls, addresses, accounts },
    text: [
      grid(
        ["service", "URL"],
        Object.entries(URL_TITLES).map(([name, title]) => [title, urls[name as keyof typeof urls]]),
      ),
      grid(["contract", "address"], Object.entries(addresses)),
      grid(
        ["account", "address", "role"],
        accounts.map(({ index, address, role }) => [index, address, role ?? "yours to use"]),
      ),
      `Chain ${chainId}. The accounts are Hardhat's well-known ones: send nothing of value to them.`,
      "Ctrl-C stops everything, as does `npx hardhat stack stop` in another terminal.",
    ].join("\n"),
  };
}

/** The node's accounts, with what the deployment uses them for. */
async function accountsOf({ connection, protocol }: Stack) {
  const roles = new Map<string, string>(
    Object.entries(protocol.accounts).map(([role, address]) => [address, role]),
  );
  roles.set(getAddress(protocol.don.transmitter.account.address), "carries the DON's reports");
  const wallets = await connection.viem.getWalletClients();
  return wallets.map(({ account }, index) => {
    const address = getAddress(account.address);
    return { index, address, role: roles.get(address) };
  });
}
