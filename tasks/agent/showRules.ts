import { AgentStore } from "../../deploy/agent/store/agentStore.ts";
import { plainAction } from "../cli/action.ts";
import { dataDirectory } from "../cli/dataDirectory.ts";
import type { TaskReport } from "../cli/output.ts";

export default plainAction(() => {
  const store = new AgentStore(dataDirectory());
  try {
    return Promise.resolve(rulesReport(store));
  } finally {
    store.close();
  }
});

/** The rules as they are kept. */
export function rulesReport({ rules }: AgentStore): TaskReport {
  return { json: { ...rules }, text: JSON.stringify(rules, undefined, 2) };
}
