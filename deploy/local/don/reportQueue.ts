import type { Hex } from "viem";

import type { LeadReport } from "../../sdk/report/leadReport.ts";
import type { LeadOutcome } from "./report.ts";

/** Leads in one report: as many as `CREVerifier` can process within the gas of one transaction. */
const BATCH = 10;

/** Outcome of one lead in a report. */
export type Verdict =
  | { readonly leadId: bigint; readonly transactionHash: Hex }
  | { readonly reason: Hex; readonly transactionHash: Hex };

interface Waiting {
  readonly report: LeadReport;
  readonly submissionHash: Hex;
  readonly resolve: (verdict: Verdict) => void;
  readonly reject: (error: unknown) => void;
}

/** Sends attested leads in batches, one report at a time: what arrives while one is under way goes into the next. */
export class ReportQueue {
  readonly #waiting: Waiting[] = [];
  readonly #send: (reports: readonly LeadReport[]) => Promise<LeadOutcome>;
  #running = false;

  constructor(send: (reports: readonly LeadReport[]) => Promise<LeadOutcome>) {
    this.#send = send;
  }

  /** Reports a lead with the next batch. */
  report(report: LeadReport, submissionHash: Hex): Promise<Verdict> {
    return new Promise((resolve, reject) => {
      this.#waiting.push({ report, submissionHash, resolve, reject });
      if (!this.#running) void this.#run();
    });
  }

  async #run(): Promise<void> {
    this.#running = true;
    while (this.#waiting.length > 0) await this.#sendBatch(this.#waiting.splice(0, BATCH));
    this.#running = false;
  }

  async #sendBatch(batch: readonly Waiting[]): Promise<void> {
    try {
      const outcome = await this.#send(batch.map(({ report }) => report));
      for (const { submissionHash, resolve } of batch) resolve(verdictOn(submissionHash, outcome));
    } catch (error) {
      for (const { reject } of batch) reject(error);
    }
  }
}

function verdictOn(hash: Hex, { attested, rejected, receipt }: LeadOutcome): Verdict {
  const { transactionHash } = receipt;
  const lead = attested.find(({ submissionHash }) => submissionHash === hash);
  if (lead !== undefined) return { leadId: lead.leadId, transactionHash };
  const refusal = rejected.find(({ submissionHash }) => submissionHash === hash);
  if (refusal !== undefined) return { reason: refusal.reason, transactionHash };
  throw new Error("CREVerifier did not accept the report.");
}
