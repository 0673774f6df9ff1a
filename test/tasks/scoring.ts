import { spawn } from "node:child_process";
import { once } from "node:events";
import { createServer, type AddressInfo } from "node:net";
import { text } from "node:stream/consumers";

import { expect } from "chai";
import hre from "hardhat";

import { HARDHAT } from "../fixtures/hardhatProcess.ts";
import { openLocalStack, type LocalStack } from "../fixtures/localStack.ts";
import { runTask } from "../fixtures/runTask.ts";

const SECRETS = {
  SCORING_API_KEY: "k".repeat(32),
  DEDUP_SECRET: `0x${"c3".repeat(32)}`,
  LEAD_KEY_1: `0x${"b2".repeat(32)}`,
  LEAD_KEY_2: `0x${"b3".repeat(32)}`,
};

describe("scoring serve", () => {
  let local: LocalStack;
  before(async () => {
    local = await openLocalStack();
  });
  after(() => local.close());
  beforeEach(() => Object.assign(process.env, SECRETS));
  afterEach(() => {
    for (const name of Object.keys(SECRETS)) Reflect.deleteProperty(process.env, name);
  });

  const ARGUMENTS = {
    host: "127.0.0.1",
    port: 0,
    epochs: "1",
    vendorUrl: undefined,
    json: true,
  };
  async function refusal(changes: Record<string, unknown>): Promise<string> {
    const { err, succeeded } = await runTask(["scoring", "serve"], { ...ARGUMENTS, ...changes });
    expect(succeeded).to.equal(false);
    return err.join("\n");
  }

  it("should serve until it is ended, and say where, for which contracts and epochs", async () => {
    const args = ["scoring", "serve", "--port", "0", "--epochs", "1,2", "--json"];
    const service = spawn(process.execPath, [HARDHAT, ...args], {
      cwd: hre.config.paths.root,
      env: { ...process.env, ...local.environment },
    });
    const stderr = text(service.stderr);
    const [line] = (await once(service.stdout, "data")) as [Buffer];
    const { url, health, ...rest } = JSON.parse(String(line)) as Record<string, string>;
    const { verifier } = local.stack.addresses;
    expect(rest).to.deep.equal({ chainId: local.stack.chainId, verifier, epochs: [1, 2] });
    expect(url).to.match(/^http:\/\/127\.0\.0\.1:\d+\/v1\/score$/);
    expect(await (await fetch(health ?? "")).json()).to.deep.equal({ status: "ok" });
    const now = Math.floor(Date.now() / 1_000);
    const response = await fetch(url ?? "", {
      method: "POST",
      headers: { authorization: `Bearer ${SECRETS.SCORING_API_KEY}` },
      body: JSON.stringify({
        ...{ observedAt: now, epochs: { current: 2, alive: [2] }, walletSigned: [] },
        packages: [1],
      }),
    });
    expect(await response.json()).to.deep.equal({ packages: [{ code: "PACKAGE_MALFORMED" }] });

    service.kill("SIGTERM");
    expect(await once(service, "exit")).to.deep.equal([0, null]);
    const logs = (await stderr).trim().split("\n");
    expect(logs.map((log) => (JSON.parse(log) as { status: number }).status)).to.deep.equal([
      200, 200,
    ]);
    for (const secret of Object.values(SECRETS)) expect(logs.join()).not.to.include(secret);
  });

  describe("given a secret that is missing or wrong", () => {
    it("should name it and say how to store it", async () => {
      for (const name of ["SCORING_API_KEY", "DEDUP_SECRET", "LEAD_KEY_2"]) {
        Reflect.deleteProperty(process.env, name);
        expect(await refusal({ epochs: "2" })).to.match(
          new RegExp(`variable ${name} is not set.*keystore set ${name}`, "s"),
        );
        Object.assign(process.env, SECRETS);
      }
      const vendorUrl = "https://vendors.example/v1/checks";
      expect(await refusal({ vendorUrl })).to.include("VENDOR_API_KEY is not set");
    });

    it("should not repeat it", async () => {
      for (const [name, value] of [
        ["SCORING_API_KEY", "too-short"],
        ["SCORING_API_KEY", `with a space ${"k".repeat(32)}`],
        ["DEDUP_SECRET", "0xhunter2"],
        ["LEAD_KEY_1", `0x${"b2".repeat(31)}`],
      ] as const) {
        Object.assign(process.env, SECRETS, { [name]: value });
        expect(await refusal({}))
          .to.include(name)
          .and.not.include(value);
      }
    });
  });

  describe("given an option that is wrong", () => {
    it("should say what to give", async () => {
      expect(await refusal({ port: 65_536 })).to.include("--port 65536 is not a port");
      for (const epochs of ["", "0", "1,x", "1.5", "4294967296"]) {
        expect(await refusal({ epochs })).to.include("lists no epochs");
      }
      for (const vendorUrl of ["vendors.example", "http://vendors.example/"]) {
        expect(await refusal({ vendorUrl })).to.include("--vendor-url is no HTTPS address");
      }
    });

    it("should say that the port is busy", async () => {
      const other = createServer().listen(0, "127.0.0.1");
      await once(other, "listening");
      const { port } = other.address() as AddressInfo;
      expect(await refusal({ port })).to.include(`port ${port}: EADDRINUSE`);
      other.close();
    });
  });

  it("should name the network that it is for", async () => {
    const named = process.env["LEAD_ENGINE_STACK"];
    process.env["LEAD_ENGINE_STACK"] = `${local.folder}/none.json`;
    expect(await refusal({}))
      .to.include("No stack runs")
      .and.include("--network base");
    process.env["LEAD_ENGINE_STACK"] = named;
  });
});
