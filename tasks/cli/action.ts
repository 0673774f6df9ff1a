import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { chosenChain, chosenTime } from "./connect.ts";
import {
  openClient,
  openTrader,
  type ClientOptions,
  type TaskClient,
  type TaskTrader,
} from "./client.ts";
import { runningStack } from "./deployment.ts";
import { agreementOf, dryRunOf, NOT_SENT } from "./agreement.ts";
import { explainTaskError } from "./explainError.ts";
import { noteTo, printFailure, printReport, type TaskReport } from "./output.ts";
import { findServices } from "./services.ts";
import { stepText } from "./steps.ts";
import type { ListReader } from "../../deploy/sdk/actions/indexOrChain.ts";
import type { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import type { Services } from "../../deploy/sdk/services.ts";

/** Options of a task that signs. */
export interface TraderOptions extends ClientOptions {
  readonly account: string | undefined;
}

/** Prints what an error means, for the task's result; an unforeseen error is rethrown. */
export function failWith(error: unknown, asJson: boolean) {
  const explanation = explainTaskError(error);
  if (explanation === undefined) throw error;
  printFailure(explanation, asJson);
  return errorResult(explanation);
}

/** A task that only reads: opens a client, works, prints. Its value is the report's JSON; it fails with the error explained. */
export function clientAction<ArgumentsT extends ClientOptions>(work: Work<ArgumentsT, TaskClient>) {
  return actionOf<ArgumentsT, TaskClient>(work, (args, hre) =>
    openClient(hre, args, noteTo(args.json)),
  );
}

/** Options of a task that writes; see `writingTask`. */
export interface WritingOptions extends TraderOptions {
  readonly dryRun: boolean;
  readonly yes: boolean;
}

/**
 * A task that signs and writes. On a live network it asks before each step, unless `--yes` is given. With `--dry-run` it works up to the
 * first step, which it tries and shows instead of sending it: `work` needs no code for that.
 * @param preview what a dry run tells besides; it is told also where the work would be refused.
 */
export function writingAction<ArgumentsT extends WritingOptions>(
  work: Work<ArgumentsT, TaskTrader>,
  preview?: Work<ArgumentsT, TaskTrader>,
) {
  return actionOf<ArgumentsT, TaskTrader>(
    async (args, trader, hre) => {
      const { networkName } = trader.connection;
      if (args.dryRun) return tryOut(args, trader, hre, work, preview);
      const agree = agreementOf(trader, networkName, args.yes);
      return work(args, { ...trader, agree }, hre);
    },
    (args, hre) => openTrader(hre, args, noteTo(args.json)),
  );
}

/** Works without sending anything, and tells what would have been sent. */
async function tryOut<ArgumentsT extends WritingOptions>(
  args: ArgumentsT,
  trader: TaskTrader,
  hre: HardhatRuntimeEnvironment,
  work: Work<ArgumentsT, TaskTrader>,
  preview: Work<ArgumentsT, TaskTrader> | undefined,
): Promise<TaskReport> {
  const { networkName: network } = trader.connection;
  const seen = await preview?.(args, trader, hre);
  const { steps, isEnd, ...dry } = dryRunOf(trader);
  let done: TaskReport | undefined;
  let refused: LeadEngineError | undefined;
  try {
    done = await work(args, { ...trader, ...dry.trader }, hre);
  } catch (error) {
    if (!isEnd(error)) {
      const explained = seen && explainTaskError(error);
      if (explained === undefined) throw error;
      refused = explained;
    }
  }
  if (steps.length === 0 && seen === undefined && done !== undefined) return done;
  const failures = done?.failures?.filter(({ code }) => code !== NOT_SENT);
  const { chainId, address: account } = trader;
  return {
    json: {
      ...seen?.json,
      dryRun: true,
      network,
      chainId,
      account,
      steps,
      refused: refused === undefined ? null : refusalOf(refused),
      ...(failures === undefined ? {} : { failures }),
    },
    failed: (failures ?? []).length > 0,
    text: [
      ...(seen === undefined ? [] : [seen.text]),
      ...(refused === undefined
        ? []
        : [`It would be refused: ${refused.says}\n${refused.next ?? ""}`]),
      ...(steps.length === 0 ? [] : ["This would be sent:"]),
      ...steps.map((step) => stepText(step, trader, network)),
      "This was a dry run: nothing was sent.",
    ].join("\n"),
  };
}

function refusalOf({ code, says, next }: LeadEngineError) {
  return { code, says, next };
}

/** A task that signs and sends nothing: opens a trader, works, prints. */
export function traderAction<ArgumentsT extends TraderOptions>(work: Work<ArgumentsT, TaskTrader>) {
  return actionOf<ArgumentsT, TaskTrader>(work, (args, hre) =>
    openTrader(hre, args, noteTo(args.json)),
  );
}

/** Options of a task that does its work again and again; see `repeatedTask`. */
export interface RepeatedOptions extends WritingOptions {
  readonly once: boolean;
  /** A duration, such as 2s. */
  readonly every: string;
}

/** A task that needs services only, and no contracts. */
export function serviceAction<ArgumentsT extends ClientOptions>(work: Work<ArgumentsT, Services>) {
  return actionOf<ArgumentsT, Services & Partial<TaskClient>>(work, async (args, hre) => {
    const stack = await runningStack();
    return findServices(args, stack, await chosenChain(hre, stack));
  });
}

/** A task that reads a list. It needs no contracts where a subgraph answers, and opens a client where none does. */
export function listAction<ArgumentsT extends ClientOptions>(work: Work<ArgumentsT, ListReader>) {
  return serviceAction<ArgumentsT>(async (args, services, hre) => {
    let client: TaskClient | undefined;
    // Never among the lines of a list, which may go into a file.
    const noteToErrors = noteTo(true);
    const reader = {
      services,
      now: async () => (await chosenTime(hre)).now,
      openClient: async () => (client ??= await openClient(hre, args, noteToErrors)),
    };
    try {
      return await work(args, reader, hre);
    } finally {
      await client?.connection.close();
    }
  });
}

/** A task that needs nothing but itself. */
export function plainAction<ArgumentsT extends Pick<ClientOptions, "json">>(
  work: (args: ArgumentsT, hre: HardhatRuntimeEnvironment) => Promise<TaskReport>,
) {
  return actionOf<ArgumentsT, Partial<TaskClient>>(
    (args, _client, hre) => work(args, hre),
    () => Promise.resolve({}),
  );
}

/** What a task does with what was opened for it. */
type Work<ArgumentsT, ClientT> = (
  args: ArgumentsT,
  client: ClientT,
  hre: HardhatRuntimeEnvironment,
) => Promise<TaskReport>;

function actionOf<
  ArgumentsT extends Pick<ClientOptions, "json">,
  ClientT extends Partial<Pick<TaskClient, "connection">>,
>(
  work: Work<ArgumentsT, ClientT>,
  open: (args: ArgumentsT, hre: HardhatRuntimeEnvironment) => Promise<ClientT>,
) {
  return async (args: ArgumentsT, hre: HardhatRuntimeEnvironment) => {
    let client: ClientT | undefined;
    try {
      client = await open(args, hre);
      const report = await work(args, client, hre);
      printReport(report, args.json);
      return report.failed === true ? errorResult(report.json) : successfulResult(report.json);
    } catch (error) {
      return failWith(error, args.json);
    } finally {
      await client?.connection?.close();
    }
  };
}
