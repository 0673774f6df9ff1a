import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import { errorResult, successfulResult } from "hardhat/utils/result";

import { readOperatorConfig, type OperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { marketKeyOf, type Market } from "../../deploy/agent/store/market.ts";
import type { Memory } from "../../deploy/agent/store/openMemory.ts";
import { failWith, type TraderOptions } from "../cli/action.ts";
import { openMemory } from "../cli/agentMemory.ts";
import { openTrader, type TaskTrader } from "../cli/client.ts";
import { operatorFile } from "../cli/operatorFile.ts";
import { noteTo, printReport, type TaskReport } from "../cli/output.ts";
import { agentAccount } from "./agentKey.ts";

/** Options of an agent's task. */
export interface AgentOptions extends TraderOptions {
  /** The operator's file. */
  readonly operator: string | undefined;
}

/** What an agent's task works with. */
export interface AgentSetting extends Memory {
  readonly trader: TaskTrader;
  readonly operator: OperatorConfig;
  readonly market: Market;
  readonly hre: HardhatRuntimeEnvironment;
}

/** A task that works with the agent's account, what its operator decides, and what agents remember. */
export function agentAction<ArgumentsT extends AgentOptions>(
  work: (args: ArgumentsT, setting: AgentSetting) => Promise<TaskReport>,
) {
  return accountAction<ArgumentsT>(async (args, trader, hre) => {
    const operator = await readOperatorConfig(operatorFile(args.operator));
    const memory = await openMemory(operator, hre);
    try {
      const market = await memory.store.market(await marketKeyOf(trader));
      return await work(args, { ...memory, trader, operator, market, hre });
    } finally {
      await memory.close();
    }
  });
}

/** A task that works with the agent's account. */
export function accountAction<ArgumentsT extends TraderOptions>(
  work: (
    args: ArgumentsT,
    trader: TaskTrader,
    hre: HardhatRuntimeEnvironment,
  ) => Promise<TaskReport>,
) {
  return async (args: ArgumentsT, hre: HardhatRuntimeEnvironment) => {
    let trader: TaskTrader | undefined;
    try {
      const account = await agentAccount(args.account);
      trader = await openTrader(hre, { ...args, account }, noteTo(args.json));
      const report = await work(args, trader, hre);
      printReport(report, args.json);
      return report.failed === true ? errorResult(report.json) : successfulResult(report.json);
    } catch (error) {
      return failWith(error, args.json);
    } finally {
      await trader?.connection.close();
    }
  };
}
