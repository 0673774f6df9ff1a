import { Phase } from "../../sdk/codes/enums.ts";
import { usdcText } from "../../sdk/codes/text.ts";
import type { Proposal } from "../advisor.ts";
import type { AutoBidRule } from "../rules/autoBidRules.ts";
import { judge, type JudgeContext, type JudgedLead } from "../rules/judge.ts";
import { skip, type Skip } from "../rules/skip.ts";
import { accountOf, type Agent } from "./agent.ts";
import { tellLimit } from "./tell.ts";
import { readLead, type ReadLead } from "./judgedLead.ts";
import type { Round } from "./newRounds.ts";

/** A rule that bids, with what it bids; or why none does. */
type Choice =
  { readonly rule: AutoBidRule; readonly amount: bigint } | { readonly skips: NamedSkip[] };

interface NamedSkip extends Skip {
  /** Name of the rule; null where it is no rule's. */
  readonly rule: string | null;
}

/** What was decided about, and what was read for it. */
export interface Decided {
  /** How many rounds. */
  readonly judged: number;
  readonly leads: readonly ReadLead[];
}

/** Those of the rounds that are not decided about yet. */
export async function undecidedOf(agent: Agent, rounds: readonly Round[]): Promise<Round[]> {
  const account = accountOf(agent);
  const isDecided = await Promise.all(
    rounds.map((round) => agent.market.leads.isDecided({ account, ...round })),
  );
  return rounds.filter((_round, index) => isDecided[index] === false);
}

/**
 * Decides about rounds: judges them by the rules, asks the advisor about what the rules allow, judges again, and sets the money aside. A
 * decision and its money are written in one transaction, so a crash leaves both or neither.
 */
export async function decideRounds(agent: Agent, rounds: readonly Round[]): Promise<Decided> {
  const { trader, market, verticals } = agent;
  const account = accountOf(agent);
  const rules = await agent.rules();
  const withRecord = rules.some(({ minReputation }) => minReputation > 0);
  const leads: ReadLead[] = [];
  let late = 0;
  const [now, free, read] = await Promise.all([
    trader.now(),
    availableTo(agent),
    Promise.all(
      rounds.map(
        async (round) => [round, await readLead(trader, round, verticals, withRecord)] as const,
      ),
    ),
  ]);
  for (const [round, lead] of read) {
    if (lead?.phase === Phase.Commit) leads.push(lead);
    else if (await note(agent, round, [{ ...skip("TOO_LATE"), rule: null }], now)) late++;
  }
  if (leads.length === 0) return { judged: late, leads };
  const { ranked, vetoes } = await advised(agent, leads, rules, { now, free });
  let decided = late;
  for (const lead of ranked) {
    const isNew = await market.transaction(async (inside) => {
      if (await inside.leads.isDecided({ account, ...lead })) return false;
      const decider = { ...agent, market: inside };
      const veto = vetoes.get(lead.leadId);
      return veto === undefined
        ? bidOrSkip(decider, lead, rules, { now, free })
        : note(decider, lead, [{ ...skip("VETO", veto), rule: null }], now);
    });
    if (isNew) decided++;
  }
  return { judged: decided, leads };
}

/** What the account has free in the vault, and will have when its bids' bonds are returned. USDC units. */
async function availableTo(agent: Agent): Promise<bigint> {
  const { trader, market } = agent;
  const free = await trader.contracts.vault.read.freeOf([trader.address]);
  const committed = await market.bids.list(trader.address, ["committed"]);
  return free + committed.reduce((sum, { bond }) => sum + bond, 0n);
}

/** Leads in the advisor's order, with what it vetoed. Leads that the rules skip are not shown to it. */
async function advised(
  agent: Agent,
  leads: readonly JudgedLead[],
  rules: readonly AutoBidRule[],
  at: Moment,
) {
  const { advisor } = agent;
  if (advisor === undefined) return { ranked: leads, vetoes: new Map<bigint, string>() };
  const proposals: Proposal[] = [];
  for (const lead of leads) {
    const choice = await choose(agent, lead, rules, at);
    if ("skips" in choice) continue;
    proposals.push({ lead, rule: choice.rule.name, amount: choice.amount });
  }
  const advice = proposals.length === 0 ? [] : await advisor.advise(proposals);
  const isProposed = (leadId: bigint) => proposals.some(({ lead }) => lead.leadId === leadId);
  const vetoes = new Map(
    advice.flatMap(({ leadId, veto }) =>
      veto !== undefined && isProposed(leadId) ? [[leadId, veto] as const] : [],
    ),
  );
  const place = (leadId: bigint) => {
    const index = advice.findIndex((one) => one.leadId === leadId);
    return index === -1 ? advice.length : index;
  };
  const ranked = leads.toSorted((one, other) => place(one.leadId) - place(other.leadId));
  return { ranked, vetoes };
}

/** When it is decided, and with what. */
interface Moment {
  readonly now: number;
  /** Free in the vault with the bonds of open bids, USDC units. */
  readonly free: bigint;
}

/** The first rule that bids, or each rule's reason. */
async function choose(
  { market, trader }: Agent,
  lead: JudgedLead,
  rules: readonly AutoBidRule[],
  { now, free }: Moment,
): Promise<Choice> {
  const account = trader.address;
  const open = await market.bids.list(account, ["reserved", "committed"]);
  const promised = open.reduce((sum, { amount }) => sum + amount, 0n);
  const shared = {
    now,
    hasBid: await market.bids.hasBid({ account, ...lead }),
    available: free - promised,
    boughtTags: await market.leads.consumers(account, "bought"),
    suppressedTags: await market.leads.consumers(account, "suppressed"),
  };
  const skips: NamedSkip[] = [];
  for (const rule of rules) {
    const usage = await market.bids.usage(account, rule, now);
    const context: JudgeContext = { ...shared, usage };
    const judgement = judge(rule, lead, context);
    if ("amount" in judgement) return { rule, amount: judgement.amount };
    skips.push({ ...judgement.skip, rule: rule.name });
  }
  return { skips: skips.length === 0 ? [{ ...skip("NO_RULES"), rule: null }] : skips };
}

/** Sets the money aside for the rule's bid, or notes why there is none. */
async function bidOrSkip(
  agent: Agent,
  lead: JudgedLead,
  rules: readonly AutoBidRule[],
  at: Moment,
): Promise<boolean> {
  const { market, limits } = agent;
  const { now } = at;
  const account = accountOf(agent);
  const choice = await choose(agent, lead, rules, at);
  if ("skips" in choice) return note(agent, lead, choice.skips, now);
  const { rule, amount } = choice;
  const { leadId, round, vertical, bidBond: bond, commitEnd } = lead;
  const request = { account, leadId, round, vertical, amount, bond, commitEnd, now, rule };
  const reserved = await market.bids.reserveBudget(request, limits);
  if ("skip" in reserved) return note(agent, lead, [{ ...reserved.skip, rule: rule.name }], now);
  const says = `bids ${usdcText(amount)} by rule ${rule.name}`;
  return market.leads.decide({
    account,
    leadId,
    round,
    rule: rule.name,
    code: null,
    says,
    at: now,
  });
}

/** Notes a skip; its code is the reason of the rule that came furthest. */
async function note(
  agent: Agent,
  { leadId, round }: Round,
  skips: readonly NamedSkip[],
  at: number,
): Promise<boolean> {
  const account = accountOf(agent);
  const last = skips.at(-1);
  if (last === undefined) throw new RangeError("A skip has a reason.");
  const says = skips.map((one) => (one.rule === null ? one.says : `${one.rule}: ${one.says}`));
  for (const { code, rule } of skips) await tellLimit(agent, code, rule, at);
  const { code } = last;
  return agent.market.leads.decide({
    account,
    leadId,
    round,
    rule: null,
    code,
    says: says.join("; "),
    at,
  });
}
