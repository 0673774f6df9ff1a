import { readOperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import type { TraderOptions } from "../cli/action.ts";
import { parseDuration } from "../cli/duration.ts";
import { hookSecrets } from "../cli/hookSecret.ts";
import { operatorFile } from "../cli/operatorFile.ts";
import { facts, noteTo } from "../cli/output.ts";
import { stackSocket } from "../cli/stackSocket.ts";
import { agentAction } from "./agentAction.ts";
import { runAgent } from "./runAgent.ts";

interface RunArguments extends TraderOptions {
  readonly once: boolean;
  /** A duration, such as 2s. */
  readonly every: string;
  readonly operator: string | undefined;
  readonly ws: string | undefined;
}

export default agentAction<RunArguments>(async (args, { trader, store, market, hre }) => {
  const { once, every, json } = args;
  const done = await runAgent({
    trader,
    store,
    market,
    operator: await readOperatorConfig(operatorFile(args.operator)),
    secretOf: hookSecrets(hre),
    once,
    every: parseDuration(every),
    ws: args.ws ?? (await stackSocket(trader.chainId)),
    note: noteTo(json),
  });
  return {
    json: { account: trader.address, ...done },
    text: facts([
      ["account", trader.address],
      ["leads judged", done.judged],
      ["bids", done.bids],
      ["won", done.won],
      ["lost", done.lost],
    ]),
    failed: once && done.troubles.length > 0,
  };
});
