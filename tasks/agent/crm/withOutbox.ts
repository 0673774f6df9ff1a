import { openOutbox, type Outbox } from "../../../deploy/agent/crm/outbox.ts";
import { readOperatorConfig, type Hook } from "../../../deploy/agent/operatorConfig.ts";
import { dataDirectory } from "../../cli/dataDirectory.ts";
import { operatorFile } from "../../cli/operatorFile.ts";

/** What the tasks of a CRM take. */
export interface CrmArguments {
  readonly operator: string | undefined;
  readonly json: boolean;
}

/** Works with the outbox of the data directory and the operator's hooks. */
export async function withOutbox<T>(
  { operator }: CrmArguments,
  work: (outbox: Outbox, hooks: readonly Hook[]) => T | Promise<T>,
): Promise<T> {
  const { hooks } = await readOperatorConfig(operatorFile(operator));
  const outbox = openOutbox(dataDirectory());
  try {
    return await work(outbox, hooks);
  } finally {
    outbox.close();
  }
}
