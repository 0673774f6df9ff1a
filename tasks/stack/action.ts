import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { successfulResult } from "hardhat/utils/result";
import { getAddress } from "viem";

import { buildOnce } from "../build/buildOnce.ts";
import { checkStart } from "../../deploy/local/stack/checkStart.ts";
import { graphNodeAt } from "../../deploy/local/stack/remoteGraphNode.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { stackFilePath } from "../../deploy/local/stack/stackFile.ts";
import { failWith } from "../cli/action.ts";
import { grid, noteTo, printReport, type TaskReport } from "../cli/output.ts";
import { untilStopped } from "../cli/untilStopped.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

const MAX_PORT = 65_535;

const URL_TITLES = {
  graphql: "GraphQL",
  graphiql: "GraphiQL, open in a browser",
  board: "market board, open in a browser",
  rpc: "JSON-RPC",
  ws: "WebSocket",
  ipfs: "IPFS, Kubo RPC",
  gateway: "IPFS gateway",
  don: "DON, takes leads",
  beacon: "drand beacon",
  vendors: "verification vendors",
  status: "indexing status",
} as const satisfies Record<keyof Stack["urls"], string>;

interface StackArguments {
  readonly rpcPort: number;
  readonly graphqlPort: number;
  readonly statusPort: number;
  readonly ipfsPort: number;
  readonly donPort: number;
  readonly beaconPort: number;
  readonly vendorsPort: number;
  readonly graphiqlPort: number;
  readonly boardPort: number;
  readonly data: string | undefined;
  readonly graphNode: string | undefined;
  readonly json: boolean;
}

/** Validates the arguments, compiles what is not yet compiled, starts the stack, prints it, and keeps it up until ctrl-C. */
const stack: NewTaskActionFunction<StackArguments> = async (args, hre) => {
  try {
    const ports = portsOf(args);
    const graphNode = args.graphNode === undefined ? undefined : graphNodeAt(args.graphNode);
    const options = { ports, graphNode, dataDir: args.data, stackFile: stackFilePath() };
    await checkStart(options);
    await buildOnce(hre);
    const { openStack } = await import("../../deploy/local/stack/openStack.ts");
    const progress = noteTo(args.json);
    const opened = await openStack(hre, { ...options, progress });
    try {
      const stopped = untilStopped();
      printReport(await reportOn(opened), args.json);
      await Promise.race([stopped, opened.failure]);
      progress("Stopping");
    } finally {
      await opened.close();
    }
    return successfulResult();
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, args.json);
  }
};

function portsOf(args: StackArguments) {
  const { rpcPort: rpc, graphqlPort: graphql, statusPort: status } = args;
  const { ipfsPort: ipfs, donPort: don, beaconPort: beacon } = args;
  const { vendorsPort: vendors, graphiqlPort: graphiql, boardPort: board } = args;
  const ports = { rpc, graphql, status, ipfs, don, beacon, vendors, graphiql, board };
  for (const [name, port] of Object.entries(ports)) {
    if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) continue;
    throw new LeadEngineError(
      "STACK_FAILED",
      `--${name}-port ${port} is not a port.`,
      `Give a number from 0 (any that is free) to ${MAX_PORT}.`,
    );
  }
  return ports;
}

/** What a person or a program needs to know about a running stack. */
async function reportOn(stack: Stack): Promise<TaskReport> {
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

export default stack;
