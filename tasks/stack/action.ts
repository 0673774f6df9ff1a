import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { successfulResult } from "hardhat/utils/result";

import { checkStart } from "../../deploy/local/stack/checkStart.ts";
import { graphNodeAt } from "../../deploy/local/stack/remoteGraphNode.ts";
import { StackError } from "../../deploy/local/stack/stackError.ts";
import { stackFilePath } from "../../deploy/local/stack/stackFile.ts";
import { failWith } from "../client/action.ts";
import { noteTo, printReport } from "../client/output.ts";
import { untilStopped } from "../market-day/untilStopped.ts";
import { reportOn } from "./report.ts";

const MAX_PORT = 65_535;

interface StackArguments {
  readonly rpcPort: number;
  readonly graphqlPort: number;
  readonly statusPort: number;
  readonly ipfsPort: number;
  readonly donPort: number;
  readonly graphiqlPort: number;
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
    await hre.tasks.getTask("build").run({ quiet: true });
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
    if (!(error instanceof StackError)) throw error;
    return failWith(error, hre, args.json);
  }
};

function portsOf(args: StackArguments) {
  const { rpcPort: rpc, graphqlPort: graphql, statusPort: status } = args;
  const { ipfsPort: ipfs, donPort: don, graphiqlPort: graphiql } = args;
  const ports = { rpc, graphql, status, ipfs, don, graphiql };
  for (const [name, port] of Object.entries(ports)) {
    if (Number.isInteger(port) && port >= 0 && port <= MAX_PORT) continue;
    throw new StackError(
      `--${name}-port ${port} is no port.`,
      `Give a number from 0 (any that is free) to ${MAX_PORT}.`,
    );
  }
  return ports;
}

export default stack;
