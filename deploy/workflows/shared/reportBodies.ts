import { size } from "viem";

import {
  countWithCandidates,
  encodeLeadReports,
  reportGasLimit,
  reportNonce,
  type LeadReport,
} from "../../sdk/report/leadReport.ts";
import type { ReportHeader } from "../../sdk/report/reportHeader.ts";
import type { Unsigned } from "./sendReport.ts";

/** Bytes that a report may have. */
const MAX_BYTES = 5_000;
/** Gas that a report's transaction may have. */
const MAX_GAS = 5_000_000n;

/** Reports on leads in their order, each as full as it may be, with a nonce of its own. */
export function reportBodies(
  leads: readonly LeadReport[],
  header: Omit<ReportHeader, "nonce">,
): Unsigned[] {
  const bodies: Unsigned[] = [];
  let batch: LeadReport[] = [];
  for (const lead of leads) {
    if (batch.length > 0 && !fits(bodyOf([...batch, lead], header))) {
      bodies.push(bodyOf(batch, header));
      batch = [];
    }
    batch.push(lead);
  }
  if (batch.length > 0) bodies.push(bodyOf(batch, header));
  return bodies;
}

function bodyOf(leads: readonly LeadReport[], header: Omit<ReportHeader, "nonce">): Unsigned {
  const nonce = reportNonce(leads, header.observedAt);
  return {
    body: encodeLeadReports(leads, { ...header, nonce }),
    gasLimit: reportGasLimit(leads.length, countWithCandidates(leads)),
  };
}

function fits({ body, gasLimit }: Unsigned): boolean {
  return size(body) <= MAX_BYTES && gasLimit <= MAX_GAS;
}
