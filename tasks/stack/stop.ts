import { isAlive, livingStack, stackFilePath } from "../../deploy/local/stack/stackFile.ts";
import { poll } from "../../deploy/sdk/poll.ts";
import { plainAction } from "../cli/action.ts";
import type { TaskReport } from "../cli/output.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** How long a stack may take to end, milliseconds. */
const PATIENCE = 30_000;

export default plainAction(async (): Promise<TaskReport> => {
  const stack = await livingStack(stackFilePath());
  if (stack === undefined) return { json: { stopped: false }, text: "No stack runs." };
  const { pid } = stack;
  end(pid);
  await poll({
    look: () => Promise.resolve(isAlive(pid) ? undefined : true),
    deadline: PATIENCE,
    late: () =>
      new LeadEngineError(
        "STACK_RUNS_ON",
        `The stack (process ${pid}) does not end.`,
        `\`kill -9 ${pid}\` ends it, and its parts with it.`,
      ),
  });
  return { json: { stopped: true, pid }, text: `The stack (process ${pid}) has ended.` };
});

/** As ctrl-C does it. */
function end(pid: number): void {
  try {
    process.kill(pid, "SIGTERM");
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EPERM") throw cause;
    throw new LeadEngineError(
      "NOT_ALLOWED",
      `The stack (process ${pid}) is another user's.`,
      "Stop it as that user.",
      {
        cause,
      },
    );
  }
}
