import { decodeErrorResult } from "viem";

import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";
import { submissionDigest } from "../../deploy/sdk/lead/leadSubmission.ts";
import { reportLeads, type LeadOutcome } from "../../deploy/local/don/report.ts";
import type { LeadReport } from "../../deploy/sdk/report/leadReport.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { verticalOf, type Floor } from "./floor.ts";
import { isRefused } from "./isRefused.ts";
import type { ListedLead } from "./sale.ts";
import { scenarioOf } from "./scenarios.ts";

/** Has a batch of leads attested, minted and listed in one report. `start` is the first lead's place in the day. */
export async function listBatch(
  floor: Floor,
  leads: readonly Lead[],
  start: number,
): Promise<ListedLead[]> {
  const { sellers, chainId, protocol } = floor;
  const drafts = [];
  for (const [offset, plain] of leads.entries()) {
    const scenario = scenarioOf(start + offset);
    const lead = scenario === "listed again" ? askingTwice(floor, plain) : plain;
    const seller = scenario === "never delivered" ? sellers.idle : sellers.honest;
    const disclosure = await floor.disclose(seller, lead);
    const report = await floor.attest(disclosure);
    drafts.push({ scenario, lead, seller, disclosure, report, score: report.score });
  }
  const outcome = await send(
    floor,
    drafts.map(({ report }) => report),
  );
  floor.gas.record("listPerLead", Number(outcome.receipt.gasUsed) / leads.length);

  const reference = { chainId, verifier: protocol.verifier.address };
  return drafts.map(({ report: _report, ...draft }) => {
    const hash = submissionDigest(draft.disclosure.submission, reference);
    const leadId = outcome.attested.find(({ submissionHash }) => submissionHash === hash)?.leadId;
    if (leadId === undefined) {
      throw new Error(`A ${draft.lead.vertical} lead was rejected: ${reasonsOf(floor, outcome)}`);
    }
    return { ...draft, leadId };
  });
}

/** A lead whose seller asks twice what leads of its vertical cost at least. */
function askingTwice({ verticals }: Floor, lead: Lead): Lead {
  const { minReserve } = verticalOf(verticals, lead.vertical).config;
  return { ...lead, terms: { baseReserve: dollarsOf(2n * minReserve) } };
}

/** Tries to sell a consumer a second time, through the other seller. True when the verifier refuses it as recycled. */
export async function refusesRecycled(floor: Floor, sold: ListedLead): Promise<boolean> {
  const disclosure = await floor.disclose(floor.sellers.idle, sold.lead);
  const outcome = await send(floor, [await floor.attest(disclosure)]);
  return reasonsOf(floor, outcome) === "CREVerifier_RecycledLead";
}

/** Tries a report with a perfect score, signed by keys that the forwarder does not know. True when the forwarder refuses it. */
export async function refusesForgery(floor: Floor, lead: Lead): Promise<boolean> {
  const report = await floor.attest(await floor.disclose(floor.sellers.idle, lead));
  const forged: LeadReport = {
    ...report,
    score: 10_000,
    subScores: [2_000, 2_000, 2_000, 2_000, 2_000],
  };
  return isRefused("InvalidSigner", () =>
    reportLeads(floor.protocol, floor.publicClient, floor.strangers, [forged]),
  );
}

async function send(floor: Floor, reports: readonly LeadReport[]): Promise<LeadOutcome> {
  const outcome = await reportLeads(floor.protocol, floor.publicClient, floor.don, reports);
  if (!outcome.delivered) throw new Error("CREVerifier did not take the report.");
  return outcome;
}

function reasonsOf({ protocol }: Floor, { rejected }: LeadOutcome): string {
  const abi = [...protocol.verifier.abi, ...protocol.vault.abi, ...protocol.house.abi];
  return rejected
    .map(({ reason }) => decodeErrorResult({ abi, data: reason }).errorName)
    .join(", ");
}
