import { readFile, rm, writeFile } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";
import { getAddress } from "viem";

import { deployedProtocol } from "../fixtures/protocol.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";

const connection = await network.create({ network: "default", chainType: "op" });
const { networkHelpers } = connection;
const DAY = 86_400;
const [GOVERNOR, CONFIGURATOR, GUARDIAN, STRANGER] = ["1", "3", "4", "9"];

async function protocol() {
  return deployedProtocol(connection);
}

describe("roles by tasks", () => {
  let deployment: Awaited<ReturnType<typeof protocol>>;
  let tasks: TaskRunner;
  beforeEach(async () => {
    deployment = await networkHelpers.loadFixture(protocol);
    tasks = await taskRunner(connection, deployment);
  });
  afterEach(() => tasks.close());

  const run = async (id: string[], args: object) => {
    const done = await tasks.run(id, { json: true, dryRun: false, yes: false, ...args });
    return { ...done, code: done.error?.code };
  };
  const set = (account: string, contract: string, functionName: string, ...args: string[]) =>
    run(["protocol", "set"], { account, contract, functionName, args });

  it("pause at once, and end the pause a day after it was scheduled", async () => {
    const paused = await run(["protocol", "pause"], { account: GUARDIAN });
    expect(paused.json).to.include({ done: "executed", call: "vault.pause()" });
    expect(await deployment.vault.read.paused()).to.equal(true);

    const unpause = () => run(["protocol", "unpause"], { account: CONFIGURATOR });
    const scheduled = await unpause();
    expect(scheduled.json).to.include({ done: "scheduled", call: "vault.unpause()" });
    const early = await unpause();
    expect(early.code).to.equal("NOT_DUE");
    expect(early.error?.next).to.include("npx hardhat protocol cancel 0x");
    await networkHelpers.time.increase(DAY);
    expect((await unpause()).json).to.include({ done: "executed" });
    expect(await deployment.vault.read.paused()).to.equal(false);
  });

  it("set what people write in words: a vertical, a region, a tuple", async () => {
    const restrict = () =>
      set(CONFIGURATOR, "registry", "setRegionRestriction", "solar.residential", "US-CA", "true");
    expect((await restrict()).json).to.include({ done: "scheduled" });
    await networkHelpers.time.increase(DAY);
    expect((await restrict()).json).to.include({ done: "executed" });

    const fees = JSON.stringify({ treasury: GOVERNOR_ADDRESS, feeBps: 300, convenienceFee: "1" });
    const { json, err } = await set(CONFIGURATOR, "house", "setFeeConfig", fees);
    expect(json, err.join("\n")).to.include({ done: "scheduled" });
  });

  it("send nothing in a dry run", async () => {
    const { json } = await run(["protocol", "pause"], { account: GUARDIAN, dryRun: true });
    expect(json["steps"]).to.have.length(1);
    expect(await deployment.vault.read.paused()).to.equal(false);
  });

  it("name who holds the role that a caller lacks", async () => {
    const { code, error } = await run(["protocol", "pause"], { account: STRANGER });
    expect(code).to.equal("MISSING_ROLE");
    expect(error?.says).to.include("guardian");
    expect(error?.next).to.include(getAddress(deployment.accounts.guardian));
  });

  it("schedule nothing that would fail", async () => {
    const { code } = await set(CONFIGURATOR, "nft", "setRoyalty", "20000");
    expect(code).to.match(/^(ERC2981|LeadNFT)/);
    const nothing = await deployment.accessManager.getEvents.OperationScheduled();
    expect(nothing).to.deep.equal([]);
  });

  it("refuse contracts, functions and arguments that there are not, and name those that there are", async () => {
    const refused = async (...args: [string, string, ...string[]]) => {
      const { error } = await set(CONFIGURATOR, ...args);
      return `${error?.code ?? ""} ${error?.says ?? ""} ${error?.next ?? ""}`;
    };
    expect(await refused("nowhere", "setRoyalty")).to.match(/^UNKNOWN_CONTRACT .*registry/);
    expect(await refused("nft", "setNothing")).to.match(/^UNKNOWN_FUNCTION .*setRoyalty/);
    expect(await refused("nft", "setRoyalty")).to.match(/^WRONG_ARGUMENTS .*royaltyBps/);
    expect(await refused("nft", "setRoyalty", "much")).to.match(
      /royaltyBps must be a whole number/,
    );
    expect(await refused("house", "setFeeConfig", '{"feeBps": 1}')).to.match(/treasury/);
    expect(await refused("house", "setFeeConfig", "{")).to.match(/not JSON/);
  });

  it("grant and give up a role", async () => {
    const grant = () => set(GOVERNOR, "manager", "grantRole", "guardian", STRANGER_ADDRESS, "0");
    expect((await grant()).json).to.include({ done: "scheduled" });
    await networkHelpers.time.increase(3 * DAY);
    expect((await grant()).json).to.include({ done: "executed" });
    await networkHelpers.time.increase(6 * DAY);
    const isGuardian = async () =>
      (await deployment.accessManager.read.hasRole([3n, STRANGER_ADDRESS]))[0];
    expect(await isGuardian()).to.equal(true);
    const renounce = () => run(["protocol", "renounce"], { account: STRANGER, role: "guardian" });
    expect((await renounce()).json).to.include({ role: "guardian" });
    expect(await isGuardian()).to.equal(false);
    expect((await renounce()).code).to.equal("NOT_HELD");
  });

  it("configure a vertical as a file has it", async () => {
    const file = path.join(tmpdir(), `verticals-${process.pid}.json`);
    const verticals = await readFile("deploy/parameters/verticals.json", "utf8");
    await writeFile(file, verticals.replace('"floor": 85', '"floor": 86'));
    const configure = (args: object) =>
      run(["vertical", "configure"], { account: CONFIGURATOR, file, ...args });
    expect((await configure({ slug: "solar" })).json).to.include({ done: "scheduled" });
    await networkHelpers.time.increase(DAY);
    const { json } = await configure({ slug: "solar" });
    expect(json).to.include({ done: "executed" });
    expect(json["call"]).to.match(/^registry\.configureVertical\(solar, .*"minReserve":"?86000000/);
    expect((await configure({ slug: "solar.lunar" })).code).to.equal("UNKNOWN_VERTICAL");
    await rm(file);
  });
});

const GOVERNOR_ADDRESS = "0x70997970C51812dc3A010C7d01b50e0d17dc79C8";
const STRANGER_ADDRESS = "0xa0Ee7A142d267C1f36714E4a8F75612F20a79720";
