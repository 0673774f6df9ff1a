import { mkdtemp, mkdir, rm, writeFile } from "node:fs/promises";
import { createServer, type AddressInfo, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";

import { openDataDir } from "../../../deploy/local/stack/dataDir.ts";
import { startGnd, type StartedGnd } from "../../../deploy/local/stack/gnd.ts";
import { isExposed } from "../../../deploy/local/stack/loopbackOnly.ts";
import { startWarden } from "../../../deploy/local/stack/warden.ts";

/** Stands in for gnd, which can be had with all its ports open only by starting PostgreSQL too. */
const PROGRAM = `#!${process.execPath}
const [port] = process.argv.flatMap((arg) => /^--index-node-port=(.*)$/.exec(arg)?.[1] ?? []);
const body = JSON.stringify({ data: { indexingStatusForCurrentVersion: null } });
require("node:http").createServer((_, answer) => answer.end(body)).listen(Number(port), "0.0.0.0");
`;
const NOBODY = "http://127.0.0.1:9";

describe("Graph Node's ports", () => {
  let folder: string;
  beforeEach(async () => {
    // A path with a space, which the loader takes for two.
    folder = path.join(await mkdtemp(path.join(tmpdir(), "loopback-")), "my data");
    await mkdir(folder);
  });
  afterEach(() => rm(path.dirname(folder), { recursive: true }));

  /** Starts a program that asks for all interfaces as gnd does. */
  async function start(settings: Readonly<Record<string, string>>): Promise<StartedGnd> {
    const dataDir = await openDataDir(folder);
    await mkdir(dataDir.subgraph);
    const program = path.join(folder, "gnd");
    await writeFile(program, PROGRAM, { mode: 0o755 });
    const warden = startWarden(dataDir.log("warden"));
    for (const item of dataDir.temporary) warden.removeAtEnd({ path: item });
    try {
      return await startGnd(warden, dataDir, {
        program,
        rpc: NOBODY,
        ipfs: NOBODY,
        postgres: NOBODY,
        ports: { graphql: 0, status: 0 },
        settings,
      });
    } finally {
      await warden.close();
    }
  }

  it("should be open to this machine alone", async () => {
    expect((await start({})).warning).to.equal(undefined);
  });

  it("should be told of in one line where they cannot be confined", async () => {
    expect((await start({ LD_PRELOAD: "" })).warning).to.match(
      /^Graph Node listens on all interfaces, its admin port \d+ included: keep strangers away from this machine\.$/,
    );
  });
});

describe("isExposed", () => {
  const listen = (host: string) =>
    new Promise<Server>((resolve) => {
      const server = createServer().listen(0, host, () => {
        resolve(server);
      });
    });

  for (const [host, exposed] of [
    ["0.0.0.0", true],
    ["127.0.0.1", false],
  ] as const) {
    it(`should say ${String(exposed)} of a port at ${host}`, async () => {
      const server = await listen(host);
      expect(await isExposed((server.address() as AddressInfo).port)).to.equal(exposed);
      server.close();
    });
  }

  it("should say false of a port where nobody listens", async () => {
    const server = await listen("0.0.0.0");
    const { port } = server.address() as AddressInfo;
    await new Promise((resolve) => server.close(resolve));
    expect(await isExposed(port)).to.equal(false);
  });
});
