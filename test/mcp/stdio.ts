import { StdioClientTransport } from "@modelcontextprotocol/client/stdio";
import { expect } from "chai";
import hre, { network } from "hardhat";

import { HARDHAT } from "../fixtures/hardhatProcess.ts";
import { callTool, connect, ERAS } from "../fixtures/mcp.ts";
import { deployedProtocol } from "../fixtures/protocol.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";

describe("hardhat mcp over stdio", () => {
  let connection: Awaited<ReturnType<typeof network.create<"op">>>;
  let runner: TaskRunner;
  before(async () => {
    connection = await network.create({ network: "default", chainType: "op" });
    runner = await taskRunner(connection, await deployedProtocol(connection));
  });
  after(async () => {
    await runner.close();
    await connection.close();
  });

  for (const era of ERAS) {
    it(`speaks to a client of the ${era} era, in lines of the protocol alone, and ends with it`, async () => {
      const transport = new StdioClientTransport({
        command: process.execPath,
        args: [HARDHAT, "mcp"],
        env: { ...(process.env as Record<string, string>) },
        cwd: hre.config.paths.root,
        stderr: "ignore",
      });
      const noise: string[] = [];
      const { client } = await connect(transport, { era });
      client.onerror = ({ message }) => noise.push(message);
      const { tools } = await client.listTools();
      expect(tools.map(({ name }) => name)).to.include.members(["search_leads", "getSolvency"]);
      const { data } = await callTool(client, "getSolvency");
      expect(data).to.include({ solvent: true });
      const search = { vertical: "solar.residential", filterRules: [] };
      const { error } = await callTool(client, "search_leads_advanced", search);
      expect(error?.code).to.match(/SUBGRAPH|SERVICE/);
      const { contents } = await client.readResource({ uri: "lead://docs/schema" });
      expect(JSON.stringify(contents)).to.include("type Auction");
      expect(noise).to.deep.equal([]);
      const { pid } = transport;
      await client.close();
      expect(() => process.kill(pid ?? 0, 0)).to.throw("ESRCH");
    }).timeout(240_000);
  }
});
