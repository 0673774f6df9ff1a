import { parseDuration } from "../cli/duration.ts";
import { hookSecrets } from "../cli/hookSecret.ts";
import { facts, noteTo } from "../cli/output.ts";
import { stackSocket } from "../cli/stackSocket.ts";
import { agentAction, type AgentOptions } from "./agentAction.ts";
import { openPasses } from "./openPasses.ts";
import { runAgent } from "./runAgent.ts";

interface RunArguments extends AgentOptions {
  readonly once: boolean;
  /** A duration, such as 2s. */
  readonly every: string;
  readonly ws: string | undefined;
}

export default agentAction<RunArguments>(async (args, setting) => {
  const { once, every, json } = args;
  const { trader, hre } = setting;
  const passes = await openPasses(setting);
  try {
    const done = await runAgent({
      ...setting,
      passes,
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
  } finally {
    await passes?.close();
  }
});
