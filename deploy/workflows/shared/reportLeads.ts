import type { Runtime } from "@chainlink/cre-sdk";

import type { LeadReport } from "../../sdk/report/leadReport.ts";
import { sendReport, type Sign } from "./sendReport.ts";
import { reportBodies } from "./reportBodies.ts";
import type { LeadsConfig } from "./triggers.ts";

/** Reports leads to the verifier, in as many reports as they need. @returns how each ended, see `sendReport`. */
export function reportLeads(
  dons: Runtime<unknown>,
  sign: Sign,
  { chainSelector, verifier: receiver }: LeadsConfig,
  leads: readonly LeadReport[],
  observedAt: number,
): string[] {
  const header = { chainSelector: BigInt(chainSelector), receiver, observedAt };
  return reportBodies(leads, header).map((body) =>
    sendReport(dons, sign, { chainSelector, receiver }, body),
  );
}
