import { dollarsOf } from "../../../deploy/sdk/codes/usdc.ts";
import type { LeadOutcome } from "../../../deploy/local/don/report.ts";
import {
  generateLeads,
  type GenerateLeadsOptions,
} from "../../../deploy/local/leads/generateLeads.ts";
import { rootOf } from "../../../deploy/parameters/rootOf.ts";
import { leafVerticals } from "../../../deploy/parameters/verticals.ts";
import type { Lead } from "../../../deploy/sdk/lead/lead.ts";
import { submissionDigest } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { scoreOf, type LeadReport } from "../../../deploy/sdk/report/leadReport.ts";
import type { CastLead, ListedLead, Scenario } from "../scenario.ts";
import { verticalOf, type Market } from "./market.ts";
import { isRefused } from "./refusals.ts";

/** Leads in a full report. */
export const BATCH = 10;

/** A synthetic lead for a scenario. @param place in the seed's sequence. @param now Unix seconds. */
export function leadFor(
  { lead: wish = {} }: Scenario,
  seed: string,
  place: number,
  now: number,
): Lead {
  const { isOf = () => true, places } = wish;
  const verticals = [...leafVerticals().values()].filter(({ slug }) => isOf(rootOf(slug)));
  const options: GenerateLeadsOptions = { seed, first: place, count: 1, now, verticals };
  const [lead] = generateLeads(places === undefined ? options : { ...options, places });
  if (lead === undefined) throw new Error("No lead was generated.");
  return lead;
}

/** Has a batch of leads attested, minted and listed in one report. */
export async function listBatch(market: Market, cast: readonly CastLead[]): Promise<ListedLead[]> {
  const { chainId, contracts, gas, sellers } = market;
  const drafts = [];
  for (const { scenario, lead: plain } of cast) {
    const lead = withTerms(market, scenario, plain);
    const seller = sellers[scenario.lead?.seller ?? "honest"];
    const disclosure = await market.disclose(seller, lead);
    const report = await market.attest(disclosure);
    drafts.push({ scenario, lead, seller, disclosure, report, score: scoreOf(report) });
  }
  const reports = drafts.map(({ report }) => report);
  const outcome = await send(market, reports);
  const gasUsed = Number(outcome.receipt.gasUsed) / cast.length;
  if (cast.length === BATCH) gas.record("listPerLead", gasUsed);

  const reference = { chainId, verifier: contracts.verifier.address };
  return drafts.map(({ report: _report, ...draft }) => {
    const hash = submissionDigest(draft.disclosure.submission, reference);
    const leadId = outcome.attested.find(({ submissionHash }) => submissionHash === hash)?.leadId;
    if (leadId === undefined) {
      throw new Error(`A ${draft.lead.vertical} lead was rejected: ${reasonsOf(market, outcome)}`);
    }
    return { ...draft, leadId, gasUsed };
  });
}

/** A lead whose seller asks what the scenario says. */
function withTerms({ verticals }: Market, { lead: wish }: Scenario, lead: Lead): Lead {
  if (wish?.asks === undefined) return lead;
  const { minReserve } = verticalOf(verticals, lead.vertical).config;
  return { ...lead, terms: { baseReserve: dollarsOf(wish.asks * minReserve) } };
}

/** Tries to sell a consumer a second time, through the other seller. True when the verifier refuses it as recycled. */
export async function refusesRecycled(market: Market, sold: ListedLead): Promise<boolean> {
  const { honest, idle } = market.sellers;
  const other = sold.seller === honest ? idle : honest;
  const disclosure = await market.disclose(other, sold.lead);
  const outcome = await send(market, [await market.attest(disclosure)]);
  return reasonsOf(market, outcome) === "CREVerifier_RecycledLead";
}

/** Tries a report with a perfect score, signed by keys that the forwarder does not know. True when the forwarder refuses it. */
export async function refusesForgery(market: Market, lead: Lead): Promise<boolean> {
  const report = await market.attest(await market.disclose(market.sellers.idle, lead));
  const forged: LeadReport = { ...report, subScores: [2_000, 2_000, 2_000, 2_000, 2_000] };
  return isRefused("InvalidSigner", () => market.report([forged], market.strangers));
}

async function send(market: Market, reports: readonly LeadReport[]): Promise<LeadOutcome> {
  const outcome = await market.report(reports);
  if (!outcome.delivered) throw new Error("CREVerifier did not accept the report.");
  return outcome;
}

function reasonsOf({ explain }: Market, { rejected }: LeadOutcome): string {
  return rejected.map(({ reason }) => explain(reason).code).join(", ");
}
