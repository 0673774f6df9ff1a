import { renounceRole } from "../../deploy/sdk/actions/protocol/renounceRole.ts";
import { ROLES, type RoleName } from "../../deploy/sdk/codes/enums.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";

interface RenounceArguments extends WritingOptions {
  readonly role: string;
}

export default writingAction<RenounceArguments>(async ({ role }, trader) => {
  const done = await renounceRole(trader, { role: roleNamed(role) });
  return {
    json: done,
    text: facts([
      ["role", `${done.role}, given up by ${done.account}`],
      ["transaction", done.txHash],
    ]),
  };
});

function roleNamed(text: string): RoleName {
  const names = Object.keys(ROLES) as RoleName[];
  const name = names.find((one) => one === text.toUpperCase());
  if (name !== undefined) return name;
  throw new LeadEngineError(
    "UNKNOWN_ROLE",
    `There is no role ${text}.`,
    `The roles are ${names.map((one) => one.toLowerCase()).join(", ")}.`,
  );
}
