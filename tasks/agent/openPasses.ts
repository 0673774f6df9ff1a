import type { PassQueue } from "../../deploy/agent/run/passQueue.ts";
import { marketKeyOf } from "../../deploy/agent/store/market.ts";
import { hookSecrets } from "../cli/hookSecret.ts";
import type { AgentSetting } from "./agentAction.ts";

/** Opens the queue of the account's passes, where the operator lets several workers share it; else undefined. */
export async function openPasses({
  operator: { shared },
  trader,
  hre,
}: Pick<AgentSetting, "operator" | "trader" | "hre">): Promise<PassQueue | undefined> {
  if (shared === undefined) return undefined;
  // Loaded where it is needed: BullMQ is large.
  const { openPassQueue } = await import("../../deploy/agent/run/passQueue.ts");
  return openPassQueue({
    url: await hookSecrets(hre)(shared.queue ?? shared.database),
    market: await marketKeyOf(trader),
    account: trader.address,
  });
}
