import { poll } from "../../deploy/sdk/poll.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { runningAgent } from "../../deploy/agent/run/running.ts";
import type { TraderOptions } from "../cli/action.ts";
import { dataDirectory } from "../cli/dataDirectory.ts";
import { accountAction } from "./agentAction.ts";

/** How long a pass may take to end, milliseconds. */
const PATIENCE = 60_000;

export default accountAction<TraderOptions>(async (_args, { address }) => {
  const pid = runningAgent(dataDirectory(), address);
  if (pid === undefined) return { json: { stopped: false }, text: `No agent of ${address} runs.` };
  process.kill(pid, "SIGTERM");
  await poll({
    look: () => Promise.resolve(runningAgent(dataDirectory(), address) === undefined || undefined),
    deadline: PATIENCE,
    late: () =>
      new LeadEngineError(
        "AGENT_RUNS_ON",
        `The agent (process ${pid}) does not end.`,
        `\`kill -9 ${pid}\` ends it: it goes on where it was when it is started again.`,
      ),
  });
  return { json: { stopped: true, pid }, text: `The agent (process ${pid}) has ended.` };
});
