import { PERIODS } from "../../deploy/agent/rules/periods.ts";
import { autoBidRulesSchema } from "../../deploy/agent/rules/autoBidRules.ts";
import { runningAgent } from "../../deploy/agent/run/running.ts";
import type { BidState } from "../../deploy/agent/store/bidLedger.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { dataDirectory } from "../cli/dataDirectory.ts";
import { facts } from "../cli/output.ts";
import { agentAction, type AgentOptions, type AgentSetting } from "./agentAction.ts";
import { openPasses } from "./openPasses.ts";

const STATES = [
  "reserved",
  "committed",
  "won",
  "delivered",
  "lost",
  "refunded",
  "released",
] as const satisfies readonly BidState[];

export default agentAction<AgentOptions>(async (_args, setting) => {
  const { trader, store, market, operator } = setting;
  const { address: account } = trader;
  const now = await trader.now();
  const { limits } = operator;
  const { rules } = autoBidRulesSchema.parse(await store.rules());
  const decisions = await market.leads.decisions(account);
  const skips: Record<string, number> = {};
  for (const { code } of decisions) if (code !== null) skips[code] = (skips[code] ?? 0) + 1;
  const all = await market.bids.list(account, STATES);
  const bids = Object.fromEntries(
    STATES.map((state) => [state, all.filter((bid) => bid.state === state).length]),
  );
  const spent = all
    .filter(({ state }) => state === "delivered")
    .reduce((sum, { amount }) => sum + amount, 0n);
  const budgets = await Promise.all(
    rules.map(async (rule) => {
      const usage = await market.bids.usage(account, rule, now);
      const left = PERIODS.flatMap((period) => {
        const budget = rule.budgets[period];
        return budget === undefined ? [] : [[period, budget - usage[period].amount] as const];
      });
      return { rule: rule.name, left: Object.fromEntries(left) };
    }),
  );
  const operatorLeft = limitsLeft(await market.bids.operatorUsage(limits.timeZone, now), limits);
  const free = await trader.contracts.vault.read.freeOf([account]);
  const pid = runningAgent(dataDirectory(), account);
  const workers = await workersOf(setting);
  return {
    json: {
      account,
      running: pid !== undefined,
      pid: pid ?? null,
      workers,
      judged: decisions.length,
      skips,
      bids,
      spent,
      free,
      budgets,
      operatorLeft,
    },
    text: facts([
      ["account", account],
      ["running", pid === undefined ? "no" : `yes, process ${pid}`],
      ...(workers === null ? [] : [["workers on all machines", workers] as const]),
      ["leads judged", decisions.length],
      ...Object.entries(skips).map(([code, count]) => [`skipped: ${code}`, count] as const),
      ...Object.entries(bids).map(([state, count]) => [`bids ${state}`, count] as const),
      ["spent", usdcText(spent)],
      ["free in the vault", usdcText(free)],
      ...budgets.flatMap(({ rule, left }) =>
        Object.entries(left).map(
          ([period, amount]) => [`left of ${rule}, ${period}`, usdcText(amount)] as const,
        ),
      ),
      ["left by the operator, hour", usdcText(operatorLeft.hour)],
      ["left by the operator, day", usdcText(operatorLeft.day)],
    ]),
  };
});

/** How many workers share the account; null where it is not shared. */
async function workersOf(setting: AgentSetting): Promise<number | null> {
  const passes = await openPasses(setting);
  if (passes === undefined) return null;
  try {
    return await passes.workers();
  } finally {
    await passes.close();
  }
}

function limitsLeft(
  spent: { readonly hour: bigint; readonly day: bigint },
  { perHour, perDay }: { readonly perHour: bigint; readonly perDay: bigint },
) {
  const atLeastNothing = (amount: bigint) => (amount > 0n ? amount : 0n);
  return { hour: atLeastNothing(perHour - spent.hour), day: atLeastNothing(perDay - spent.day) };
}
