import { readFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";
import { sha256, stringToHex } from "viem";

import { loadParameters } from "../../../deploy/parameters/loadParameters.ts";

const TARGETS = { "staging-settings": "base-sepolia", "production-settings": "base" } as const;

describe("confidential workflow: its name", () => {
  for (const [target, network] of Object.entries(TARGETS)) {
    it(`should be the one that the verifier on ${network} takes reports of`, async () => {
      const file = path.join(hre.config.paths.root, "deploy/workflows/confidential/workflow.yaml");
      const settings = (await readFile(file, "utf8")).split(`${target}:`)[1] ?? "";
      const [, name = ""] = /workflow-name: (\S+)/.exec(settings) ?? [];
      const { Leads } = await loadParameters(network);
      const hash = sha256(stringToHex(name)).slice(2, 12);
      expect(Leads?.["workflowName"], name).to.equal(stringToHex(hash));
    });
  }
});
