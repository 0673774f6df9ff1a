import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { AgentStore } from "../../deploy/agent/store/agentStore.ts";
import { marketKeyOf, type Market } from "../../deploy/agent/store/market.ts";
import { failWith, type TraderOptions } from "../cli/action.ts";
import { openTrader, type TaskTrader } from "../cli/client.ts";
import { dataDirectory } from "../cli/dataDirectory.ts";
import { noteTo, printReport, type TaskReport } from "../cli/output.ts";
import { agentAccount } from "./agentKey.ts";

/** What an agent's task works with. */
export interface AgentSetting {
  readonly trader: TaskTrader;
  readonly store: AgentStore;
  readonly market: Market;
  readonly hre: HardhatRuntimeEnvironment;
}

/** A task that works with the agent's account and store. */
export function agentAction<ArgumentsT extends TraderOptions>(
  work: (args: ArgumentsT, setting: AgentSetting) => Promise<TaskReport>,
) {
  return async (args: ArgumentsT, hre: HardhatRuntimeEnvironment) => {
    let trader: TaskTrader | undefined;
    let store: AgentStore | undefined;
    try {
      const account = await agentAccount(args.account);
      trader = await openTrader(hre, { ...args, account }, noteTo(args.json));
      store = new AgentStore(dataDirectory());
      const market = store.market(await marketKeyOf(trader));
      const report = await work(args, { trader, store, market, hre });
      printReport(report, args.json);
      return report.failed === true ? errorResult(report.json) : successfulResult(report.json);
    } catch (error) {
      return failWith(error, args.json);
    } finally {
      store?.close();
      await trader?.connection.close();
    }
  };
}
