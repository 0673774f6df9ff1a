import { readFile } from "node:fs/promises";

import { expect } from "chai";
import { sha256, stringToBytes, stringToHex, zeroAddress } from "viem";

import { loadParameters, withParameters } from "../../deploy/parameters/loadParameters.ts";
import { nextSteps } from "../../tasks/protocol/deploy/nextSteps.ts";

/** The folders of the workflows that a deployment's owner is told to register, where reports of this workflow are taken. */
async function registeredFor(workflow: string): Promise<string[]> {
  const workflowName = stringToHex(sha256(stringToBytes(workflow)).slice(2, 12));
  const changes = { Oracles: { vrfSubscriptionId: 7n }, Leads: { workflowName } };
  const parameters = withParameters(await loadParameters("base"), changes);
  const deployment = { tieBreaker: zeroAddress };
  const steps = nextSteps({ network: "base", set: "base", deployment, parameters });
  const commands = steps.map(({ command }) => command).join("\n");
  return commands.match(/(?<=cre workflow deploy )\S+/g) ?? [];
}

describe("what is left to do after a deployment", () => {
  for (const name of ["score-leads", "score-leads-http"]) {
    it(`registers the scoring workflow ${name} where the parameters name it, and no other`, async () => {
      const [scoring, ...others] = await registeredFor(name);
      expect(others).to.deep.equal(["keep-auctions"]);
      const file = new URL(`../../deploy/workflows/${scoring}/workflow.yaml`, import.meta.url);
      const names = (await readFile(file, "utf8")).match(/(?<=workflow-name: ).*/g);
      expect(new Set(names)).to.deep.equal(new Set([name]));
    });
  }

  it("lets the owner choose where the parameters have a name of its own", async () => {
    expect(await registeredFor("my-scores")).to.deep.equal([
      "confidential",
      "confidential-http",
      "keep-auctions",
    ]);
  });
});
