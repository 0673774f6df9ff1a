import { expect } from "chai";

import { runTask } from "../../fixtures/runTask.ts";

describe("hardhat bench index", () => {
  for (const [option, name, bounds] of [
    ["leads", "--leads", "120 to 20000"],
    ["quietTimes", "--quiet-times", "1 to 100"],
  ] as const) {
    it(`refuses ${name} out of bounds, to programs too`, async () => {
      const args = { leads: 120, repetitions: 1, blocks: 1, quietTimes: 1, [option]: 0 };
      const { err, json, succeeded } = await runTask(["bench", "index"], { ...args, json: true });
      expect(succeeded).to.equal(false);
      const says = `${name} is out of bounds.`;
      const next = `Give a whole number from ${bounds}.`;
      expect(err).to.deep.equal([`${says}\n${next}`]);
      expect(json["error"]).to.deep.equal({ code: "OUT_OF_BOUNDS", says, next });
    });
  }
});
