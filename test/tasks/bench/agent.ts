import { expect } from "chai";
import hre from "hardhat";

import { measureAgent } from "../../../tasks/bench/agent/measureAgent.ts";
import { missesOf, resultOf } from "../../../tasks/bench/agent/result.ts";
import { runTask } from "../../fixtures/runTask.ts";

describe("hardhat bench agent", () => {
  it("refuses numbers out of bounds, to programs too", async () => {
    for (const [given, says, next] of [
      [{ leads: 0 }, "--leads is out of bounds.", "Give a whole number from 1 to 5000."],
      [{ agents: 6 }, "--agents is out of bounds.", "Give a whole number from 1 to 5."],
    ] as const) {
      const args = { leads: 1, agents: 1, ...given, json: true };
      const { err, json, succeeded } = await runTask(["bench", "agent"], args);
      expect(succeeded).to.equal(false);
      expect(err).to.deep.equal([`${says}\n${next}`]);
      expect(json["error"]).to.deep.equal({ code: "OUT_OF_BOUNDS", says, next });
    }
  });

  it("has agents buy leads that the CRM gets as they were sold, and tells how long each step takes", async () => {
    const options = { leads: 2, agents: 2, bursts: 1, burst: 2, bare: 1 };
    const measured = await measureAgent(hre, options, () => undefined);
    expect(measured.single.listedToBid).to.have.length(4);
    expect(measured.single.acquired).to.have.length(2);
    expect(measured.burst.wonToCrm).to.have.length(2);
    const result = resultOf(options, measured);
    const spread = ["p50", "p95", "p99"];
    expect(result).to.have.all.keys(
      ...["leads", "agents", "listedToBid", "acquired", "wonToCrm", "burstOf10", "bare"],
    );
    expect(result.burstOf10).to.have.all.keys("listedToBid", "acquired", "wonToCrm");
    expect(result.bare).to.have.all.keys("listedToBid", "wonToCrm");
    for (const times of [result.acquired, result.burstOf10.listedToBid, result.bare.wonToCrm]) {
      expect(times).to.have.all.keys(...spread);
      expect(times.p50).to.be.above(0);
      expect(times.p99).to.be.at.least(times.p50);
    }
    expect(result.acquired.p50).to.be.above(result.wonToCrm.p50);
  }).timeout(180_000);

  it("names the goals that are missed", () => {
    const times = { listedToBid: [101], acquired: [800], wonToCrm: [151] };
    const result = resultOf({ leads: 1, agents: 1 }, { single: times, burst: times, bare: times });
    expect(missesOf(result)).to.deep.equal([
      "listedToBid: 95 in 100 take up to 101 ms, not 100.",
      "wonToCrm: 95 in 100 take up to 151 ms, not 150.",
    ]);
  });
});
