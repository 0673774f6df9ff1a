import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import type { Outbox } from "../../../deploy/agent/crm/outbox.ts";
import { readOperatorConfig, type Hook } from "../../../deploy/agent/operatorConfig.ts";
import { openMemory } from "../../cli/agentMemory.ts";
import { operatorFile } from "../../cli/operatorFile.ts";

/** What the tasks of a CRM take. */
export interface CrmArguments {
  readonly operator: string | undefined;
  readonly json: boolean;
}

/** Works with the outbox and the operator's hooks. */
export async function withOutbox<T>(
  { operator: file }: CrmArguments,
  hre: HardhatRuntimeEnvironment,
  work: (outbox: Outbox, hooks: readonly Hook[]) => Promise<T>,
): Promise<T> {
  const operator = await readOperatorConfig(operatorFile(file));
  const { outbox, close } = await openMemory(operator, hre);
  try {
    return await work(outbox, operator.hooks);
  } finally {
    await close();
  }
}
