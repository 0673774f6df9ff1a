import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import type { AgentStore } from "../../deploy/agent/store/agentStore.ts";
import { plainAction } from "../cli/action.ts";
import { openMemory, operatorIfAny } from "../cli/agentMemory.ts";
import type { TaskReport } from "../cli/output.ts";

/** What the tasks of the rules take. */
export interface RulesArguments {
  readonly json: boolean;
  readonly operator: string | undefined;
}

export default plainAction<RulesArguments>(({ operator }, hre) =>
  withRules(operator, hre, () => Promise.resolve()),
);

/** Works with the store of an operator, and reports the rules that it has then. */
export async function withRules(
  operator: string | undefined,
  hre: HardhatRuntimeEnvironment,
  work: (store: AgentStore) => Promise<void>,
): Promise<TaskReport> {
  const { store, close } = await openMemory(await operatorIfAny(operator), hre);
  try {
    await work(store);
    const rules = await store.rules();
    return { json: { ...rules }, text: JSON.stringify(rules, undefined, 2) };
  } finally {
    await close();
  }
}
