import { execFile } from "node:child_process";
import { mkdtemp, rm, writeFile } from "node:fs/promises";
import { createServer, request as httpRequest, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { expect } from "chai";
import { network } from "hardhat";

import { openLocalClient } from "../../deploy/local/party.ts";
import { openMcp, TOKEN, type McpServerOfTest } from "../fixtures/mcp.ts";
import { deployedProtocol } from "../fixtures/protocol.ts";

const CONFORMANCE = fileURLToPath(
  import.meta.resolve("@modelcontextprotocol/conformance/dist/index.js"),
);
const REVISION = "2026-07-28";

/** Scenarios that need no tools of their own; of these all checks must pass. */
const SCENARIOS = [
  "tools-list",
  "resources-list",
  "http-header-validation",
  "dns-rebinding-protection",
  "sep-2164-resource-not-found",
  "server-sse-multiple-streams",
  "caching",
];
/**
 * Of this some checks call the suite's own tools, which this server does not have. All other scenarios call such tools, resources or prompts
 * alone, and are left out.
 */
const PARTLY = ["server-stateless"];

describe("the official conformance suite", () => {
  let connection: Awaited<ReturnType<typeof network.create<"op">>>;
  let server: McpServerOfTest;
  let door: { readonly url: string; readonly close: () => Promise<void> };
  let folder: string;
  before(async () => {
    connection = await network.create({ network: "default", chainType: "op" });
    const protocol = await deployedProtocol(connection);
    server = await openMcp({ client: await openLocalClient(connection, protocol) });
    door = await openDoor(server.url);
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-conformance-"));
  });
  after(async () => {
    await door.close();
    await server.close();
    await connection.close();
    await rm(folder, { recursive: true });
  });

  const run = (scenario: string, ...options: string[]) =>
    new Promise<{ code: number; output: string }>((resolve) => {
      const args = [
        "server",
        "--url",
        door.url,
        "--scenario",
        scenario,
        "--spec-version",
        REVISION,
      ];
      execFile(
        process.execPath,
        [CONFORMANCE, ...args, ...options],
        { cwd: folder, env: { ...process.env, HOME: folder } },
        (error, stdout, stderr) => {
          const code = error === null ? 0 : Number(error.code ?? 1);
          resolve({ code, output: stdout + stderr });
        },
      );
    });

  for (const scenario of SCENARIOS) {
    it(`passes ${scenario}`, async () => {
      const { code, output } = await run(scenario);
      expect(code, output).to.equal(0);
    });
  }

  for (const scenario of PARTLY) {
    it(`passes ${scenario}, but for what its own fixtures must answer`, async () => {
      const expected = path.join(folder, `${scenario}.yml`);
      await writeFile(expected, `server:\n  - ${scenario}\n`);
      const { code, output } = await run(scenario, "--expected-failures", expected);
      expect(code, output).to.equal(0);
    });
  }
});

/** The suite cannot send a token: what stands before the server adds it, and nothing else. */
async function openDoor(url: string) {
  const target = new URL(url);
  const door: Server = createServer((incoming, outgoing) => {
    const { method, headers } = incoming;
    const forwarded = httpRequest(
      target,
      { method, headers: { ...headers, authorization: `Bearer ${TOKEN}` } },
      (answer) => {
        outgoing.writeHead(answer.statusCode ?? 502, answer.headers);
        answer.pipe(outgoing);
      },
    );
    forwarded.once("error", () => outgoing.destroy());
    outgoing.once("close", () => forwarded.destroy());
    incoming.pipe(forwarded);
  });
  await new Promise<void>((resolve) => door.listen(0, "127.0.0.1", resolve));
  const { port } = door.address() as AddressInfo;
  return {
    url: `http://127.0.0.1:${port}${target.pathname}`,
    close: async () => {
      door.closeAllConnections();
      await new Promise((resolve) => door.close(resolve));
    },
  };
}
