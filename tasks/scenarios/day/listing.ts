import type { Hex } from "viem";
import { getTransactionReceipt } from "viem/actions";

import { dollarsOf } from "../../../deploy/sdk/codes/usdc.ts";
import {
  generateLeads,
  type GenerateLeadsOptions,
} from "../../../deploy/local/leads/generateLeads.ts";
import { rootOf } from "../../../deploy/parameters/rootOf.ts";
import { leafVerticals } from "../../../deploy/parameters/verticals.ts";
import type { Lead } from "../../../deploy/sdk/lead/lead.ts";
import type { LeadReport } from "../../../deploy/sdk/report/leadReport.ts";
import type { CastLead, ListedLead, Scenario } from "../scenario.ts";
import { attestAll } from "./attest.ts";
import { verticalOf, type Market } from "./market.ts";
import { isRefused } from "./refusals.ts";

/** Leads that are listed together. */
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

/** Has a batch of leads attested, minted and listed. */
export async function listBatch(market: Market, cast: readonly CastLead[]): Promise<ListedLead[]> {
  const { contracts, explain, gas, sellers } = market;
  const drafts = [];
  for (const { scenario, lead: plain } of cast) {
    const lead = withTerms(market, scenario, plain);
    const seller = sellers[scenario.lead?.seller ?? "honest"];
    drafts.push({ scenario, lead, seller, disclosure: await market.disclose(seller, lead) });
  }
  const attested = await attestAll(
    market,
    drafts.map(({ disclosure }) => disclosure),
  );
  const gasUsed = (await gasOf(market, attested)) / cast.length;
  if (cast.length === BATCH)
    gas.record(market.hasDon ? "listPerScoredLead" : "listPerLead", gasUsed);

  const listed: ListedLead[] = [];
  for (const [index, draft] of drafts.entries()) {
    const { [index]: outcome } = attested;
    if (outcome === undefined || "reason" in outcome) {
      const { code } = explain(outcome?.reason ?? "0x");
      throw new Error(`A ${draft.lead.vertical} lead was rejected: ${code}`);
    }
    const { leadId } = outcome;
    const { score } = await contracts.nft.read.leadOf([leadId]);
    listed.push({ ...draft, leadId, score, gasUsed });
  }
  return listed;
}

/** Gas of all reports that leads came with. */
async function gasOf(
  { publicClient }: Market,
  attested: readonly { readonly transactionHash: Hex }[],
): Promise<number> {
  const hashes = [...new Set(attested.map(({ transactionHash }) => transactionHash))];
  const receipts = await Promise.all(
    hashes.map((hash) => getTransactionReceipt(publicClient, { hash })),
  );
  return receipts.reduce((sum, { gasUsed }) => sum + Number(gasUsed), 0);
}

/** A lead whose seller asks what the scenario says. */
function withTerms({ verticals }: Market, { lead: wish = {} }: Scenario, lead: Lead): Lead {
  const { minReserve } = verticalOf(verticals, lead.vertical).config;
  const { asks, isInstant } = wish;
  const price = asks === undefined ? {} : { baseReserve: dollarsOf(asks * minReserve) };
  const instant = isInstant === undefined ? {} : { instantSale: isInstant };
  return { ...lead, terms: { ...lead.terms, ...price, ...instant } };
}

/** Tries to sell a consumer a second time, through the other seller. True when the verifier refuses it as recycled. */
export async function refusesRecycled(market: Market, sold: ListedLead): Promise<boolean> {
  const { honest, idle } = market.sellers;
  const other = sold.seller === honest ? idle : honest;
  const [outcome] = await attestAll(market, [await market.disclose(other, sold.lead)]);
  if (outcome === undefined || "leadId" in outcome) return false;
  return market.explain(outcome.reason).code === "CREVerifier_RecycledLead";
}

/** Tries a report with a perfect score, signed by keys that the forwarder does not know. True when the forwarder refuses it. */
export async function refusesForgery(market: Market, lead: Lead): Promise<boolean> {
  const report = await market.attest(await market.disclose(market.sellers.idle, lead));
  const forged: LeadReport = { ...report, subScores: [2_000, 2_000, 2_000, 2_000, 2_000] };
  return isRefused("InvalidSigner", () => market.report([forged], market.strangers));
}
