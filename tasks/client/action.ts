import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { chosenChain } from "./connect.ts";
import { openClient, openTrader, type Client, type ClientOptions, type Trader } from "./client.ts";
import { runningStack } from "./deployment.ts";
import { explainError } from "./explainError.ts";
import { noteTo, printFailure, printReport, type TaskReport } from "./output.ts";
import { openServices, type Services } from "./services.ts";

/** Options of a task that signs. */
export interface TraderOptions extends ClientOptions {
  readonly account: string | undefined;
}

/** Prints what an error means, for the task's result; an error that nobody foresaw is thrown on. */
export async function failWith(error: unknown, hre: HardhatRuntimeEnvironment, asJson: boolean) {
  const explanation = await explainError(error, hre);
  if (explanation === undefined) throw error;
  printFailure(explanation, asJson);
  return errorResult(explanation);
}

/** A task that only looks: opens a client, works, prints. Its value is the report's JSON; it fails with the error explained. */
export function clientAction<ArgumentsT extends ClientOptions>(
  work: (args: ArgumentsT, client: Client) => Promise<TaskReport>,
) {
  return actionOf<ArgumentsT, Client>(work, (args, hre) =>
    openClient(hre, args, noteTo(args.json)),
  );
}

/** A task that signs: opens a trader, works, prints. */
export function traderAction<ArgumentsT extends TraderOptions>(
  work: (args: ArgumentsT, trader: Trader) => Promise<TaskReport>,
) {
  return actionOf<ArgumentsT, Trader>(work, (args, hre) =>
    openTrader(hre, args, noteTo(args.json)),
  );
}

/** A task that needs services only, and no contracts. */
export function serviceAction<ArgumentsT extends ClientOptions>(work: Work<ArgumentsT, Services>) {
  return actionOf<ArgumentsT, Services & Partial<Client>>(work, async (args, hre) => {
    const stack = await runningStack();
    return openServices(args, stack, await chosenChain(hre, stack));
  });
}

/** A task that needs nothing but itself. */
export function plainAction(work: () => Promise<TaskReport>) {
  return actionOf<Pick<ClientOptions, "json">, Partial<Client>>(work, () => Promise.resolve({}));
}

/** What a task does with what was opened for it. */
type Work<ArgumentsT, ClientT> = (
  args: ArgumentsT,
  client: ClientT,
  hre: HardhatRuntimeEnvironment,
) => Promise<TaskReport>;

function actionOf<
  ArgumentsT extends Pick<ClientOptions, "json">,
  ClientT extends Pick<Partial<Client>, "connection">,
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
      return successfulResult(report.json);
    } catch (error) {
      return await failWith(error, hre, args.json);
    } finally {
      await client?.connection?.close();
    }
  };
}
