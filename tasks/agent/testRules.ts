import { dryRun } from "../../deploy/agent/run/dryRun.ts";
import { autoBidRulesSchema } from "../../deploy/agent/rules/autoBidRules.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { facts } from "../cli/output.ts";
import { agentAction, type AgentOptions } from "./agentAction.ts";

interface TestArguments extends AgentOptions {
  readonly days: number;
}

const DAY = 86_400;

export default agentAction<TestArguments>(
  async ({ days }, { trader, store, operator: { limits } }) => {
    const { rules } = autoBidRulesSchema.parse(await store.rules());
    const since = (await trader.now()) - days * DAY;
    const run = await dryRun(trader, { rules, limits, since, verticals: leafVerticals() });
    const skips = Object.entries(run.skips).map(
      ([code, count]) => [`skipped: ${code}`, count] as const,
    );
    return {
      json: { days, ...run },
      text: facts([
        ["leads in these days", run.leads],
        ["would have bid on", run.bids],
        ["would have won", run.wouldWin],
        ["would have spent", usdcText(run.spent)],
        ...skips,
      ]),
    };
  },
);
