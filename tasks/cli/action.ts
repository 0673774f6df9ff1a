import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { chosenChain } from "./connect.ts";
import {
  openClient,
  openTrader,
  type ClientOptions,
  type TaskClient,
  type TaskTrader,
} from "./client.ts";
import { runningStack } from "./deployment.ts";
import { explainTaskError } from "./explainError.ts";
import { noteTo, printFailure, printReport, type TaskReport } from "./output.ts";
import { findServices } from "./services.ts";
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
export function clientAction<ArgumentsT extends ClientOptions>(
  work: (args: ArgumentsT, client: TaskClient) => Promise<TaskReport>,
) {
  return actionOf<ArgumentsT, TaskClient>(work, (args, hre) =>
    openClient(hre, args, noteTo(args.json)),
  );
}

/** A task that signs: opens a trader, works, prints. */
export function traderAction<ArgumentsT extends TraderOptions>(
  work: (args: ArgumentsT, trader: TaskTrader) => Promise<TaskReport>,
) {
  return actionOf<ArgumentsT, TaskTrader>(work, (args, hre) =>
    openTrader(hre, args, noteTo(args.json)),
  );
}

/** Options of a task that does its work again and again; see `repeatedTask`. */
export interface RepeatedOptions extends TraderOptions {
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

/** A task that needs nothing but itself. */
export function plainAction(work: () => Promise<TaskReport>) {
  return actionOf<Pick<ClientOptions, "json">, Partial<TaskClient>>(work, () =>
    Promise.resolve({}),
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
