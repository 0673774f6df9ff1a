import { getRoles } from "../../deploy/sdk/actions/protocol/getRoles.ts";
import { durationText, timeText } from "../../deploy/sdk/codes/text.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { grid } from "../cli/output.ts";

type Role = Awaited<ReturnType<typeof getRoles>>["roles"][number];

export default clientAction<ClientOptions>(async (_args, client) => {
  const found = await getRoles(client, {});
  const { roles, scheduled, now } = found;
  return {
    json: found,
    text: [
      grid(
        ["role", "held by, delay of its calls", "may call"],
        roles.map((role) => [role.role, membersText(role, now), role.functions.join("\n")]),
      ),
      scheduled.length === 0
        ? "No call is scheduled."
        : grid(
            ["scheduled call", "by", "executable", "operation"],
            scheduled.map(({ call, caller, executableAt, expiresAt, operationId }) => [
              call,
              caller,
              `${timeText(executableAt)}\nuntil ${timeText(expiresAt)}`,
              operationId,
            ]),
          ),
    ].join("\n"),
  };
});

function membersText({ members }: Role, now: number): string {
  const lines = members.map(({ account, delay, since }) => {
    const start = since > now ? `, from ${timeText(since)}` : "";
    return `${account}, ${delay === 0 ? "at once" : durationText(delay)}${start}`;
  });
  return lines.length === 0 ? "nobody" : lines.join("\n");
}
