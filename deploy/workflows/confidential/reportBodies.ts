import { size, type Hex } from "viem";

import {
  encodeLeadReports,
  reportGasLimit,
  reportNonce,
  type LeadReport,
  type ReportHeader,
} from "../../sdk/report/leadReport.ts";

/** Bytes that a report may have. */
const MAX_BYTES = 5_000;
/** Gas that a report's transaction may have. */
const MAX_GAS = 5_000_000n;

/** A report that is ready to be signed. */
export interface ReportBody {
  readonly body: Hex;
  readonly gasLimit: bigint;
}

/** Reports on leads in their order, each as full as it may be, with a nonce of its own. */
export function reportBodies(
  leads: readonly LeadReport[],
  header: Omit<ReportHeader, "nonce">,
): ReportBody[] {
  const bodies: ReportBody[] = [];
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

function bodyOf(leads: readonly LeadReport[], header: Omit<ReportHeader, "nonce">): ReportBody {
  const nonce = reportNonce(leads, header.observedAt);
  return {
    body: encodeLeadReports(leads, { ...header, nonce }),
    gasLimit: reportGasLimit(leads.length),
  };
}

function fits({ body, gasLimit }: ReportBody): boolean {
  return size(body) <= MAX_BYTES && gasLimit <= MAX_GAS;
}
