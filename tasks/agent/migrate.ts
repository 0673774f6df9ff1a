import { readOperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { migrate } from "../../deploy/agent/store/migrate.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { plainAction } from "../cli/action.ts";
import { hookSecrets } from "../cli/hookSecret.ts";
import { operatorFile } from "../cli/operatorFile.ts";

interface MigrateArguments {
  readonly operator: string | undefined;
  readonly json: boolean;
}

export default plainAction<MigrateArguments>(async ({ operator }, hre) => {
  const { shared } = await readOperatorConfig(operatorFile(operator));
  if (shared === undefined) {
    throw new LeadEngineError(
      "NOT_SHARED",
      "The operator's file names no database that agents share.",
      'Name the variable with its address, such as {"shared": {"database": "AGENTS_DATABASE"}}. Files of one machine need no migration.',
    );
  }
  const done = await migrate(await hookSecrets(hre)(shared.database));
  const { from, to } = done;
  return {
    json: { ...done },
    text:
      from === to ? `It is at version ${to}.` : `It was at version ${from} and is at ${to} now.`,
  };
});
