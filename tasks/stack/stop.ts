import { isAlive, livingStack } from "../../deploy/local/stack/livingStack.ts";
import { poll } from "../../deploy/local/stack/poll.ts";
import { stackFilePath } from "../../deploy/local/stack/stackFile.ts";
import { plainAction } from "../client/action.ts";
import type { TaskReport } from "../client/output.ts";
import { TaskError } from "../client/taskError.ts";

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
      new TaskError(
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
    throw new TaskError(`The stack (process ${pid}) is another user's.`, "Stop it as that user.", {
      cause,
    });
  }
}
