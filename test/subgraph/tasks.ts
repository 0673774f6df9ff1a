import { mkdtemp, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import { join } from "node:path";

import { expect } from "chai";
import { createHardhatRuntimeEnvironment } from "hardhat/hre";
import type { Task } from "hardhat/types/tasks";

import config from "../../hardhat.config.ts";

import { ownNodeOf } from "../../subgraph/build/graphCli.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";

/** Runs a task that prints its failure. */
async function refusalOf(task: Task, args: Record<string, string>): Promise<string> {
  const lines: string[] = [];
  const { error } = console;
  console.error = (line: string) => lines.push(line);
  try {
    expect(await task.run(args)).to.include({ success: false });
  } finally {
    console.error = error;
  }
  return lines.join("\n");
}

describe("subgraph tasks", () => {
  let folder: string;
  let hre: Awaited<ReturnType<typeof createHardhatRuntimeEnvironment>>;

  before(async () => {
    folder = await mkdtemp(join(tmpdir(), "ignition-"));
    const paths = { ...config.paths, ignition: folder };
    hre = await createHardhatRuntimeEnvironment({ ...config, paths }, { network: "base" });
  });

  after(() => rm(folder, { recursive: true }));

  it("refuse to build for a chain without a deployment", async () => {
    const refusal = await refusalOf(hre.tasks.getTask(["subgraph", "build"]), {});
    expect(refusal).to.match(/not deployed on base.*protocol deploy/s);
  });

  it("refuse to deploy to the Studio without a key", async () => {
    const kept = process.env["SUBGRAPH_DEPLOY_KEY"];
    process.env["SUBGRAPH_DEPLOY_KEY"] = "";
    const refusal = await refusalOf(hre.tasks.getTask(["subgraph", "deploy"]), {});
    if (kept === undefined) delete process.env["SUBGRAPH_DEPLOY_KEY"];
    else process.env["SUBGRAPH_DEPLOY_KEY"] = kept;
    expect(refusal).to.match(/needs a deploy key.*keystore set SUBGRAPH_DEPLOY_KEY/s);
  });

  it("refuse half a node of one's own, and what is no URL", () => {
    const half = () => ownNodeOf("http://127.0.0.1:8020", undefined);
    expect(half).to.throw(LeadEngineError, /both --node URL and --ipfs URL/);
    const wrong = () => ownNodeOf("http://127.0.0.1:8020", "ipfs");
    expect(wrong).to.throw(LeadEngineError, "ipfs is not a URL.");
  });

  it("take a node of one's own, or else the Studio", () => {
    const node = { node: "http://127.0.0.1:8020", ipfs: "http://127.0.0.1:5001" };
    expect(ownNodeOf(node.node, node.ipfs)).to.deep.equal(node);
    expect(ownNodeOf(undefined, undefined)).to.equal(undefined);
  });
});
