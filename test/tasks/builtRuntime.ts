import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";

import { builtRuntime } from "../../tasks/build/builtRuntime.ts";
import { errorOf } from "../fixtures/errorOf.ts";

const COMPILER = fileURLToPath(import.meta.resolve("solc/soljson.js"));
const HEAD = "// SPDX-License-Identifier: MIT\npragma solidity ^0.8.0;\n";

/** Does something that prints what the compiler says. */
async function silently<ResultT>(work: () => Promise<ResultT>): Promise<ResultT> {
  const { error } = console;
  console.error = () => undefined;
  try {
    return await work();
  } finally {
    console.error = error;
  }
}

describe("a build that a task asks for", () => {
  let folder: string;
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-build-"));
    await mkdir(path.join(folder, "contracts"));
    await writeFile(path.join(folder, "package.json"), JSON.stringify({ type: "module" }));
  });
  after(() => rm(folder, { recursive: true }));

  it("is tried again where it failed, and kept where it did not", async () => {
    const source = path.join(folder, "contracts", "One.sol");
    const solidity = { version: "0.8.35", path: COMPILER };
    const hre = await createHardhatRuntimeEnvironment({ solidity }, {}, folder);
    await writeFile(source, `${HEAD}contract One { broken }`);
    expect(await silently(() => errorOf(builtRuntime(hre, "default"), Error))).to.include({
      name: "HardhatError",
    });
    await writeFile(source, `${HEAD}contract One {}`);
    const runtime = await builtRuntime(hre, "default");
    expect((await runtime.artifacts.readArtifact("One")).contractName).to.equal("One");
    expect(await builtRuntime(hre, "default")).to.equal(runtime);
  });
});
