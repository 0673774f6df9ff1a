import { readFile } from "node:fs/promises";
import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { successfulResult } from "hardhat/utils/result";

import type { OperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { marketKeyOf } from "../../deploy/agent/store/market.ts";
import { DOCUMENTS, type McpContext, type Trading } from "../../deploy/mcp/context.ts";
import { MIN_TOKEN, startMcpHttp } from "../../deploy/mcp/http.ts";
import { LiveFeed } from "../../deploy/mcp/live/liveFeed.ts";
import { serverFactory } from "../../deploy/mcp/server.ts";
import { serveOverStdio } from "../../deploy/mcp/stdio.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { chosenAccount } from "../cli/account.ts";
import { failWith, type TraderOptions } from "../cli/action.ts";
import { openMemory, operatorIfAny } from "../cli/agentMemory.ts";
import { openClient, openTrader, type TaskTrader } from "../cli/client.ts";
import { commandOf } from "../cli/commands.ts";
import { readVariable } from "../cli/configVariable.ts";
import { explainTaskError } from "../cli/explainError.ts";
import { printReport } from "../cli/output.ts";
import { untilStopped } from "../cli/untilStopped.ts";
import { protocolOutput, releaseStdout } from "./stdout.ts";

const TOKEN = "MCP_TOKEN";
const MAX_PORT = 65_535;

/** Reports on the error stream. */
const note = (line: string) => {
  console.error(line);
};

interface McpArguments extends TraderOptions {
  readonly operator: string | undefined;
  readonly http: string | undefined;
  readonly allowUnattended: boolean;
}

/** `mcp` */
const serve: NewTaskActionFunction<McpArguments> = async (args, hre) => {
  const end: (() => unknown)[] = [];
  try {
    const port = portOf(args.http);
    const token = port === undefined ? "" : await tokenOf(hre);
    const context = await openContext(args, hre, end);
    const live = new LiveFeed(context.client);
    const factory = serverFactory(context, live);
    const stopped = untilStopped();
    if (port === undefined) {
      const streams = { input: process.stdin, output: protocolOutput() };
      const service = serveOverStdio(factory, live, streams);
      end.push(service.close);
      await Promise.race([service.closed, stopped]);
    } else {
      const service = await startMcpHttp(factory, live, { port, token, log: note });
      end.push(service.close);
      const { url } = service;
      const says = `${url}, with the token in ${TOKEN}. ${modeOf(context)} Ctrl-C ends it.`;
      releaseStdout();
      printReport({ json: { url, tools: modeOf(context) }, text: says }, args.json);
      await stopped;
    }
    return successfulResult();
  } catch (error) {
    // A client on the other end of stdout understands the protocol only.
    if (explainTaskError(error) === undefined) throw error;
    return failWith(error, args.http !== undefined && args.json);
  } finally {
    for (const close of end.reverse()) await close();
    releaseStdout();
  }
};

async function openContext(
  args: McpArguments,
  hre: HardhatRuntimeEnvironment,
  end: (() => unknown)[],
): Promise<McpContext> {
  const operator = await operatorIfAny(args.operator);
  const trades = operator !== undefined && chosenAccount(args.account) !== undefined;
  const face = {
    unattended: args.allowUnattended,
    commandOf,
    document: (name: keyof typeof DOCUMENTS) =>
      readFile(path.join(hre.config.paths.root, DOCUMENTS[name].file), "utf8"),
  };
  if (!trades) {
    const client = await openClient(hre, args, note);
    end.push(() => client.connection.close());
    note("Reads only: name an account and an operator's file to let tools send.");
    return { client, trading: undefined, ...face };
  }
  const trader = await openTrader(hre, args, note);
  end.push(() => trader.connection.close());
  return { client: trader, trading: await openTrading(trader, operator, hre, end), ...face };
}

async function openTrading(
  trader: TaskTrader,
  operator: OperatorConfig,
  hre: HardhatRuntimeEnvironment,
  end: (() => unknown)[],
): Promise<Trading> {
  const { store, outbox, close } = await openMemory(operator, hre);
  end.push(close);
  const market = await store.market(await marketKeyOf(trader));
  return { trader, operator, store, outbox, market };
}

function portOf(text: string | undefined): number | undefined {
  if (text === undefined) return undefined;
  const port = Number(text);
  if (/^\d+$/.test(text) && port <= MAX_PORT) return port;
  throw new LeadEngineError(
    "INVALID_OPTION",
    "--http is not a port.",
    `Give a number from 0 to ${MAX_PORT}.`,
  );
}

async function tokenOf(hre: HardhatRuntimeEnvironment): Promise<string> {
  const token = await readVariable(TOKEN, hre).catch(() => "");
  if (token.length >= MIN_TOKEN && /^[\x21-\x7e]+$/.test(token)) return token;
  throw new LeadEngineError(
    "NO_SECRET",
    `The configuration variable ${TOKEN} does not hold ${MIN_TOKEN} characters or more that a header can carry.`,
    `Store 32 random bytes in hexadecimal with \`npx hardhat keystore set ${TOKEN}\`, or set it in the environment.`,
  );
}

function modeOf({ trading, unattended }: McpContext): string {
  if (trading === undefined) return "Tools only read.";
  return unattended
    ? "Tools send within the operator's limits without asking."
    : "Tools ask before they send.";
}

export default serve;
