import { dryRun } from "../../deploy/agent/run/dryRun.ts";
import { readOperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { autoBidRulesSchema } from "../../deploy/agent/rules/autoBidRules.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import type { TraderOptions } from "../cli/action.ts";
import { operatorFile } from "../cli/operatorFile.ts";
import { facts } from "../cli/output.ts";
import { agentAction } from "./agentAction.ts";

interface TestArguments extends TraderOptions {
  readonly operator: string | undefined;
  readonly days: number;
}

const DAY = 86_400;

export default agentAction<TestArguments>(async ({ operator, days }, { trader, store }) => {
  const { limits } = await readOperatorConfig(operatorFile(operator));
  const { rules } = autoBidRulesSchema.parse(store.rules);
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
});
