import { expect } from "chai";

import { runHardhat } from "../../fixtures/hardhatProcess.ts";

/** What Hardhat refuses before a task runs, with what the refusal must name. */
const REFUSED = [
  [["vault", "deposit"], "HHE505", "amount"],
  [["vault", "deposit", "1", "--nope"], "HHE504", "--nope"],
  [["vault", "nope"], "HHE416", "nope"],
  [["auction", "show", "one"], "HHE500", "one"],
  [["vault", "solvency", "--network", "mars"], "HHE705", "mars"],
  [["vault", "solvency", "--network", "base"], "HHE7", "BASE_RPC_URL"],
] as const;

describe("with --json, Hardhat's own failures", () => {
  it("should be one JSON object in the last line, with exit code 1", async () => {
    const runs = await Promise.all(
      REFUSED.map(async (refused) => ({
        refused,
        run: await runHardhat([...refused[0], "--json"], { LEAD_ENGINE_STACK: "/no/such/stack" }),
      })),
    );
    for (const { refused, run } of runs) {
      const [words, code, name] = refused;
      expect(run.code, words.join(" ")).to.equal(1);
      const { error } = JSON.parse(run.stdout.trim().split("\n").at(-1) ?? "") as {
        error: Record<string, string>;
      };
      expect(error["code"]).to.equal(code);
      expect(error["says"]).to.include(name);
      expect(error["next"]).to.match(/\.$/);
      expect(run.stderr).to.include(error["says"]?.split("\n")[0]);
    }
  });

  it("should leave the output alone without --json", async () => {
    const { code, stdout } = await runHardhat(["vault", "deposit"], {});
    expect([code, stdout.trim()]).to.deep.equal([1, ""]);
  });
});
