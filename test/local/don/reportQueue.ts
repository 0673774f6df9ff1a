import { expect } from "chai";
import { numberToHex, type Hex } from "viem";

import type { LeadReport } from "../../../deploy/sdk/report/leadReport.ts";
import type { LeadOutcome } from "../../../deploy/local/don/report.ts";
import { ReportQueue } from "../../../deploy/local/don/reportQueue.ts";
import { errorOf } from "../../fixtures/errorOf.ts";

type Judge = (leads: readonly number[]) => Pick<LeadOutcome, "attested" | "rejected">;

const hashOf = (lead: number): Hex => numberToHex(lead, { size: 32 });
const attested = (leads: readonly number[]) =>
  leads.map((lead) => ({ leadId: BigInt(lead), submissionHash: hashOf(lead) }));

/** A queue to a chain that judges leads, which are known by their checks, with the batches that it has been sent. */
function queueTo(judge: Judge) {
  const batches: (readonly number[])[] = [];
  const queue = new ReportQueue(async (reports) => {
    const leads = reports.map(({ checks }) => checks);
    const receipt = { transactionHash: hashOf(batches.push(leads)) };
    await Promise.resolve();
    return { receipt, delivered: true, ...judge(leads) } as unknown as LeadOutcome;
  });
  const report = (lead: number) => queue.report({ checks: lead } as LeadReport, hashOf(lead));
  return { batches, report };
}

describe("ReportQueue", () => {
  it("should put what arrives during a report into the next, ten leads at most, in order", async () => {
    const { batches, report } = queueTo((leads) => ({ attested: attested(leads), rejected: [] }));
    const leads = Array.from({ length: 13 }, (_, lead) => lead);
    const verdicts = await Promise.all(leads.map(report));
    expect(batches).to.deep.equal([[0], [1, 2, 3, 4, 5, 6, 7, 8, 9, 10], [11, 12]]);
    expect(verdicts[11]).to.deep.equal({ leadId: 11n, transactionHash: hashOf(3) });
  });

  it("should tell each lead its own fate", async () => {
    const { report } = queueTo(() => ({
      attested: attested([2]),
      rejected: [{ submissionHash: hashOf(1), reason: "0x12" }],
    }));
    const verdicts = await Promise.all([0, 1, 2].map((lead) => report(lead).catch(String)));
    expect(verdicts).to.deep.equal([
      "Error: CREVerifier did not accept the report.",
      { reason: "0x12", transactionHash: hashOf(2) },
      { leadId: 2n, transactionHash: hashOf(2) },
    ]);
  });

  it("should go on after a report that failed", async () => {
    let isUp = false;
    const { report } = queueTo((leads) => {
      if (!isUp) throw new Error("chain gone");
      return { attested: attested(leads), rejected: [] };
    });
    expect((await errorOf(report(1), Error)).message).to.equal("chain gone");
    isUp = true;
    expect(await report(1)).to.include({ leadId: 1n });
  });
});
