import { expect } from "chai";
import { network } from "hardhat";

import { measureScore } from "../../../tasks/bench/measureScore.ts";
import { scoringWorkflow } from "../../fixtures/localStack.ts";
import { runTask } from "../../fixtures/runTask.ts";

describe("hardhat bench score", () => {
  it("refuses runs out of bounds, to programs too", async () => {
    const { err, json, succeeded } = await runTask(["bench", "score"], { runs: 0, json: true });
    expect(succeeded).to.equal(false);
    const [says, next] = ["--runs is out of bounds.", "Give a whole number from 1 to 100."];
    expect(err).to.deep.equal([`${says}\n${next}`]);
    expect(json["error"]).to.deep.equal({ code: "OUT_OF_BOUNDS", says, next });
  });

  it("measures full runs of the queue's batches, and a lead alone", async () => {
    const connection = await network.create({ network: "default", chainType: "op" });
    const costs = await measureScore(connection, await scoringWorkflow(), 1, () => undefined);
    expect(costs).to.include({ leadsPerReport: 4, reportsPerRun: 3 });
    expect(costs.leadsPerMinuteAtLimits).to.be.at.least(7);
    expect(costs.reportBytesPerLead * 4).to.be.below(5_000);
    expect(costs.gasPerLeadBatchFull).to.be.below(costs.gasPerLeadBatch1);
  }).timeout(120_000);
});
