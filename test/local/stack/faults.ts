import { chmod, mkdtemp, readFile, rm, writeFile } from "node:fs/promises";
import { createServer } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { startChain } from "../../../deploy/local/stack/chain.ts";
import { gndBinary } from "../../../deploy/local/stack/gnd.ts";
import { awaitIndexed } from "../../../deploy/local/stack/graphNode.ts";
import { openStack } from "../../../deploy/local/stack/openStack.ts";
import type { StackOptions, StackPorts } from "../../../deploy/local/stack/stack.ts";
import { HOST } from "../../../deploy/local/stack/ports.ts";
import { graphNodeAt } from "../../../deploy/local/stack/remoteGraphNode.ts";
import { buildSubgraph } from "../../../subgraph/build/buildSubgraph.ts";
import { refusalOf } from "../../fixtures/errorOf.ts";
import { processesIn } from "../../fixtures/processes.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";

/** A port on which nobody answers: the discard service's. */
const NOBODY = `http://${HOST}:9`;

/** The message of the error for which a stack does not start. Closes it should it start. */
async function faultOf(options: StackOptions): Promise<string> {
  const opening = openStack(hre, options).then((stack) => stack.close());
  return refusalOf(opening);
}

describe("a stack that cannot start", () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "stack-fault-"));
    // PostgreSQL, which does not run as root, may enter.
    await chmod(folder, 0o755);
  });
  afterEach(async () => {
    expect(await processesIn(folder)).to.deep.equal([]);
    await rm(folder, { recursive: true, force: true });
  });

  for (const name of [
    "rpc",
    "graphql",
    "status",
    "ipfs",
    "don",
    "beacon",
    "vendors",
  ] as const satisfies readonly (keyof StackPorts)[]) {
    it(`should name a busy ${name} port and the option that changes it`, async () => {
      const squatter = createServer();
      const port = await new Promise<number>((resolve) => {
        squatter.listen(0, HOST, () => {
          resolve((squatter.address() as { port: number }).port);
        });
      });
      try {
        expect(await faultOf({ dataDir: folder, ports: { [name]: port } })).to.equal(
          `Port ${port} is busy. Stop what listens there, or choose another with --${name}-port (0 takes a free one).`,
        );
      } finally {
        squatter.close();
      }
    });
  }

  it("should say that a running Graph Node does not answer", async () => {
    const message = await faultOf({ dataDir: folder, graphNode: graphNodeAt(NOBODY) });
    expect(message).to.contain(`The running Graph Node does not answer at ${NOBODY}`);
    expect(message).to.contain("docker compose -f subgraph/docker-compose.yml up");
  });

  it("should say that a running Graph Node's URL is none", () => {
    expect(() => graphNodeAt("localhost")).to.throw(LeadEngineError, '"localhost" is not a URL.');
  });

  it("should say what to do where there is no Graph Node for the platform", async () => {
    const message = await refusalOf(gndBinary("plan9-x64"));
    expect(message).to.contain("(@graphprotocol/gnd-plan9-x64) is not installed.");
    expect(message).to.contain("--graph-node http://127.0.0.1:8000");
  });

  it("should give the reason of a subgraph that fails, and leave nothing behind", async () => {
    const message = await faultOf({
      dataDir: folder,
      buildSubgraph: async (target) => {
        await buildSubgraph(target);
        const manifest = path.join(target.outDir, "build", "subgraph.yaml");
        const text = await readFile(manifest, "utf8");
        // No mapping has functions of these names.
        await writeFile(manifest, text.replaceAll('"handler": "handle', '"handler": "mishandle'));
      },
    });
    expect(message).to.contain("The subgraph failed: ");
    expect(message).to.contain("mishandle");
    expect(message).to.contain(path.join(folder, "logs", "graph-node.log"));
  });

  it("should say that the chain or Graph Node is gone", async () => {
    const chain = await startChain(hre, 0);
    const node = {
      graphql: NOBODY,
      status: `${NOBODY}/graphql`,
      subgraphName: "subgraph-0",
      log: undefined,
    };
    const noNode = await refusalOf(awaitIndexed(chain.connection, node, undefined));
    expect(noNode).to.contain(`Graph Node does not answer at ${NOBODY}/graphql`);
    const { rpc } = chain;
    await chain.close();
    const connection = await hre.network.create({
      network: "localhost",
      chainType: "op",
      override: { url: rpc },
    });
    const noChain = await refusalOf(awaitIndexed(connection, node, undefined));
    expect(noChain).to.equal(
      `The chain at ${rpc} does not answer. Start the stack again: "npx hardhat stack".`,
    );
  });
});
