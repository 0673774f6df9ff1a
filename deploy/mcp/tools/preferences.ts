import { z } from "zod";

import { chooseEvents, eventsOf } from "../../agent/crm/hooks.ts";
import { EVENT_KINDS } from "../../agent/events.ts";
import { autoBidRuleSchema, type AutoBidRulesDocument } from "../../agent/rules/autoBidRules.ts";
import { periodStart } from "../../agent/rules/periods.ts";
import { address, usdc } from "../../sdk/actions/schemas.ts";
import { usdcText } from "../../sdk/codes/text.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import type { Trading } from "../context.ts";
import { quoted } from "../quoted.ts";
import { actingTool, readingTool } from "../tool.ts";
import { verticalNamed } from "./verticals.ts";

type WrittenRule = AutoBidRulesDocument["rules"][number];
const writtenRule = z.record(z.string(), z.unknown());
const FORMATS = z.enum(["hubspot", "zapier", "generic"]);

const hookFacts = z.object({
  name: z.string(),
  host: z.string().describe("Where it sends to; the rest of its address can be a secret"),
  format: FORMATS,
  events: z.array(z.enum(EVENT_KINDS)).describe("What it gets"),
});

export const getPreferences = readingTool({
  name: "get_preferences",
  title: "Preferences and limits",
  description:
    "Whose account this server uses, the operator's limits and what is used of them, the rules for bidding by itself, and the webhooks to choose among.",
  parameters: z.object({}),
  result: z.object({
    account: address.nullable().describe("Who bids; null where this server only reads"),
    asksFirst: z.boolean().describe("Whether a person is asked before something is sent"),
    personalData: z.boolean().describe("Whether decryptLead is served"),
    limits: z
      .object({
        maxPerBid: usdc,
        perHour: usdc.describe("Won and committed within an hour, USDC units"),
        perDay: usdc.describe("Won and committed since midnight, USDC units"),
        verticals: z.array(z.string()),
        timeZone: z.string(),
      })
      .nullable()
      .describe("The operator's limits, which no tool can change"),
    used: z.object({ hour: usdc, day: usdc }).nullable().describe("By this account, USDC units"),
    rules: z.array(writtenRule).describe("Rules of the agent, in their order"),
    hooks: z.array(hookFacts),
  }),
  run: async ({ client, trading, unattended }) => {
    const nobody = { account: null, limits: null, used: null, rules: [], hooks: [] };
    const face = { asksFirst: !unattended, personalData: false };
    if (trading === undefined) return { ...face, ...nobody };
    const { trader, operator, store, outbox } = trading;
    return {
      ...face,
      account: trader.address,
      personalData: operator.personalData,
      limits: operator.limits,
      used: await usedBy(trading, await client.now()),
      rules: (await store.rules()).rules,
      hooks: await Promise.all(
        operator.hooks.map(async (hook) => ({
          name: hook.name,
          host: new URL(hook.url).host,
          format: hook.format,
          events: [...(await eventsOf(outbox, hook))],
        })),
      ),
    };
  },
});

async function usedBy({ trader, market, operator }: Trading, now: number) {
  const bids = await market.bids.list(trader.address, [
    "reserved",
    "committed",
    "won",
    "delivered",
  ]);
  const since = (period: "hour" | "day") => {
    const start = periodStart(period, now, operator.limits.timeZone);
    return bids.reduce((sum, { at, amount }) => (at >= start ? sum + amount : sum), 0n);
  };
  return { hour: since("hour"), day: since("day") };
}

const { name: _name, ...ruleShape } = autoBidRuleSchema.shape;
const ruleName = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,31}$/)
  .optional()
  .describe("Its name, by which it is replaced; the vertical's if absent");

export const setAutoBidRules = actingTool({
  name: "set_auto_bid_rules",
  title: "Set a rule for bidding",
  description:
    "Adds a rule by which the agent bids by itself (`hardhat agent run`), or replaces the one of its name. Amounts in USDC, such as 150.25. The operator's limits hold above all rules; enabled: false turns one off.",
  parameters: z.looseObject({ vertical: z.string() }),
  shown: z.strictObject({ name: ruleName, ...ruleShape }),
  result: z.object({
    rule: writtenRule,
    replaced: z.boolean().describe("Whether a rule of this name was there"),
    rules: z.number().int().describe("How many rules there are"),
  }),
  effects: { destructive: true, idempotent: true },
  command: () => "npx hardhat agent rules set FILE",
  question: (_context, given) => {
    const { written, rule } = ruleOf(given);
    return Promise.resolve(
      `Let the agent bid by itself on ${quoted(rule.vertical)}, ${usdcText(rule.bid)} and up to ${usdcText(rule.maxPerLead)} a lead, by this rule? ${quoted(written)}`,
    );
  },
  run: async ({ store }, given) => {
    const { written } = ruleOf(given);
    let replaced = false;
    let count = 0;
    await store.changeRules(({ rules, ...rest }) => {
      const place = rules.findIndex(({ name }) => name === written.name);
      const next = place < 0 ? [...rules, written] : rules.with(place, written);
      replaced = place >= 0;
      count = next.length;
      return { ...rest, rules: next };
    });
    return { rule: { ...written }, replaced, rules: count };
  },
});

/** The rule that is meant, as it is written and as it is understood. @throws {LeadEngineError} `INVALID_PARAMETERS`, `UNKNOWN_VERTICAL`. */
function ruleOf(given: Record<string, unknown> & { vertical: string }) {
  if (given.vertical !== "any") verticalNamed(given.vertical);
  const named = { name: given.vertical.replaceAll(/[._]/g, "-"), ...given };
  const { success, data, error } = autoBidRuleSchema.safeParse(named);
  if (success) return { written: named as unknown as WrittenRule, rule: data };
  throw new LeadEngineError(
    "INVALID_PARAMETERS",
    `The rule is wrong: ${z.prettifyError(error)}`,
    "Correct it and call set_auto_bid_rules again; tools/list has its schema.",
    { issues: error.issues.map(({ path, message }) => ({ path: path.join("."), message })) },
  );
}

export const configureCrmWebhook = actingTool({
  name: "configure_crm_webhook",
  title: "Choose what a webhook gets",
  description:
    "Chooses which events one of the operator's webhooks gets; get_preferences lists them. It cannot name another address: only the operator's file can.",
  parameters: z.object({
    url: z
      .string()
      .max(2_048)
      .describe("The webhook's address as in the operator's file, or its name"),
    format: FORMATS,
    events: z.array(z.enum(EVENT_KINDS)).describe("What it gets; none stops it"),
  }),
  result: hookFacts,
  effects: { destructive: true, idempotent: true },
  command: ({ trading }, { url, format, events }) =>
    ["npx hardhat agent crm events", hookOf(trading?.operator.hooks ?? [], url, format).name]
      .concat(events)
      .join(" "),
  question: ({ operator }, { url, format, events }) => {
    const { name } = hookOf(operator.hooks, url, format);
    const list = events.length === 0 ? "nothing" : events.join(", ");
    return Promise.resolve(`Send ${list} to the webhook ${name} from now on?`);
  },
  run: async ({ operator, outbox }, { url, format, events }) => {
    const { name } = hookOf(operator.hooks, url, format);
    const hook = await chooseEvents(outbox, operator.hooks, { name }, events);
    return { name, host: new URL(hook.url).host, format, events: [...events] };
  },
});

/** One of the operator's hooks by its address or name. @throws {LeadEngineError} `UNKNOWN_HOOK` names those that there are. */
function hookOf(hooks: Trading["operator"]["hooks"], url: string, format: string) {
  const hook = hooks.find((one) => (one.url === url || one.name === url) && one.format === format);
  if (hook !== undefined) return hook;
  const names = hooks.map(({ name, format: other }) => `${name} (${other})`);
  throw new LeadEngineError(
    "UNKNOWN_HOOK",
    "The operator allows no such webhook, and only the operator's file can add one.",
    names.length === 0 ? "There is none to choose." : `Choose among ${names.join(", ")}.`,
  );
}
