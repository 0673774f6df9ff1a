import { readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import { formatEther, zeroHash } from "viem";

import { progressOf } from "../../../deploy/live/journal.ts";
import { loadParameters, parameterText } from "../../../deploy/parameters/loadParameters.ts";
import { deliverLead } from "../../../deploy/sdk/actions/lead/deliverLead.ts";
import { callAsRole } from "../../../deploy/sdk/actions/protocol/callAsRole.ts";
import { getProtocolStatus } from "../../../deploy/sdk/actions/protocol/getProtocolStatus.ts";
import { traderOf } from "../../../deploy/sdk/client.ts";
import { ROLES, type RoleName } from "../../../deploy/sdk/codes/enums.ts";
import type { Deployment } from "../../../deploy/sdk/deployments.ts";
import { runHardhat } from "../../fixtures/hardhatProcess.ts";
import { openMarketOn, usdc } from "../../fixtures/market.ts";
import { runTask } from "../../fixtures/runTask.ts";
import { CONFIG, openBaseChain, type BaseChain } from "./baseChain.ts";

const DAY = 86_400;
/** Where a deployment is stopped: its process is killed when this transaction is mined; from that one on the chain gets none. */
const [KILLED_AT, CUT_AT] = [20, 40];

describe("A deployment to Base, rehearsed on a chain of its type", () => {
  let base: BaseChain;
  before(async function () {
    this.timeout(300_000);
    base = await openBaseChain();
  });
  after(() => base.close());

  const deploy = (args: object = {}) =>
    runTask(
      ["protocol", "deploy"],
      {
        ...{ parameters: base.own, profile: "default", dryRun: false, yes: true, json: true },
        ...args,
      },
      base.runtime,
    );
  const progress = () => progressOf(path.join(base.ignition, "deployments", "chain-8453"));
  let deployed: Record<string, unknown>;

  it("should name all parameters that are missing, and a role of the deployer", async () => {
    const { error } = await deploy({ parameters: undefined });
    expect(error?.code).to.equal("MISSING_PARAMETERS");
    for (const name of ["Leads.donKeyX", "Market.treasury", "Roles.governor"]) {
      expect(error?.says).to.include(name);
    }
    expect(error?.next).to.include("own.example.json");

    const file = path.join(base.folder, "wrong.json");
    const Roles = { ...base.parameters.Roles, guardian: base.deployer };
    await writeFile(file, JSON.stringify({ ...base.parameters, Roles }));
    expect((await deploy({ parameters: file })).error?.code).to.equal("DEPLOYER_HOLDS_ROLE");
  });

  it("should find that the chain has not what the parameters name", async () => {
    const file = path.join(base.folder, "wrong.json");
    const { usdc: _usdc, ...Market } = base.parameters.Market;
    await writeFile(file, JSON.stringify({ ...base.parameters, Market }));
    const { error } = await deploy({ parameters: file });
    expect(error?.code).to.equal("WRONG_PARAMETERS");
    const documented = parameterText(await loadParameters("base"), "Market", "usdc");
    expect(error?.says).to.include(`Market.usdc: there is no contract at ${documented}`);
  });

  it("should tell the cost and send nothing in a dry run", async () => {
    const { json } = await deploy({ dryRun: true });
    expect(json).to.include({ chainId: 8_453, deployer: base.deployer, done: 0 });
    expect(Number(json["gas"])).to.be.above(50_000_000);
    expect(BigInt(String(json["fees"])) > 0n).to.equal(true);
    expect(base.line.sent).to.equal(0);
  });

  it("should go on where its process was killed, and where the line was cut", async () => {
    const killed = new AbortController();
    Object.assign(base.line, {
      lostAt: KILLED_AT,
      onLost: () => {
        killed.abort();
      },
    });
    const words = ["--config", CONFIG, "protocol", "deploy", "--network", "base"];
    const options = ["--parameters", base.own, "--profile", "default", "--yes", "--json"];
    const { code, stderr } = await runHardhat(
      [...words, ...options],
      base.environment,
      killed.signal,
    );
    expect([code, base.line.sent], stderr).to.deep.equal([1, KILLED_AT]);
    expect((await progress()).lost).to.have.lengthOf(1);

    base.line.cutAt = CUT_AT;
    const { error } = await deploy();
    expect(error?.code).to.equal("DEPLOYMENT_STOPPED");
    expect(error?.says).to.include("The line is cut.");
    expect((await progress()).lost).to.have.lengthOf(1);
    expect(base.line.sent).to.equal(CUT_AT - 1);

    base.line.cutAt = Infinity;
    const { json, err, succeeded } = await deploy();
    expect(succeeded, err.join("\n")).to.equal(true);
    expect(json).to.include({ network: "base", transactions: base.line.sent });
    deployed = json;
    const gas = BigInt(String(json["gasUsed"]));
    const fees = BigInt(String(json["fees"]));
    console.log(`      ${base.line.sent} transactions, ${gas} gas, ${formatEther(fees)} ETH here`);
  });

  it("should send nothing when it is run again", async () => {
    const { sent } = base.line;
    const { json } = await deploy({ yes: false });
    expect([base.line.sent, json["addresses"]]).to.deep.equal([sent, deployed["addresses"]]);
  });

  it("should tell the subgraph and the workflows where the contracts are", async () => {
    const addresses = deployed["addresses"] as Deployment;
    const read = async (file: string) =>
      JSON.parse(await readFile(path.join(base.folder, file), "utf8")) as Record<string, unknown>;
    expect(await read("subgraph/networks.json")).to.have.nested.property(
      "base.AuctionHouse.address",
      addresses.house,
    );
    const { verifier, keeper, tieBreaker, nft, house, matcher } = addresses;
    const configs = {
      confidential: { verifier, nft, house, keeper, matcher, chainId: 8_453 },
      "confidential-http": { verifier, matcher, serviceUrl: "https://scoring.example/v1/score" },
      "keep-auctions": { keeper, tieBreaker, schedule: "0 */5 * * * *" },
    };
    for (const [name, config] of Object.entries(configs)) {
      const written = await read(`deploy/workflows/${name}/config.production.json`);
      expect(written, name).to.include(config);
    }
    const next = (deployed["next"] as { command: string }[]).map(({ command }) => command);
    const registered = next.join("\n").match(/(?<=cre workflow deploy ).*/g);
    expect(registered).to.deep.equal(
      // Base's parameters name the workflow of the enclave: of two that score leads, the verifier takes the reports of one.
      ["confidential", "keep-auctions"].map((name) => `${name} -T production-settings`),
    );
  });

  it("should be found by other tasks of this network", async () => {
    const { json, err } = await runTask(
      ["protocol", "status"],
      { json: true, leastVrf: undefined },
      base.runtime,
    );
    // What is left to do: the subscription's owner has not added the consumer.
    const codes = (json["alarms"] as { code: string }[]).map(({ code }) => code);
    expect(codes, err.join("\n")).to.deep.equal(["VRF_NOT_A_CONSUMER"]);
  });

  it("should be in its governors' hands, and sell a lead when their delays are over", async () => {
    const protocol = await base.protocolAt(deployed["addresses"] as Deployment);
    const { accessManager, verifier, configurator, oracles } = { ...protocol, ...base };
    for (const role of Object.keys(ROLES) as RoleName[]) {
      const [isMember] = await accessManager.read.hasRole([ROLES[role], base.deployer]);
      expect(isMember, role).to.equal(false);
    }
    await oracles.coordinator.write.addConsumer([base.subscriptionId, protocol.tieBreaker.address]);

    // The workflow's id, which depends on the addresses, is named a day after everybody could see it coming.
    const m = await openMarketOn(base.chain, protocol);
    const { owner, name, id } = protocol.don.workflow;
    const setWorkflow = () =>
      callAsRole(traderOf(m.client, configurator), {
        ...{ contract: "verifier", functionName: "setWorkflow", args: [{ owner, name, id }] },
      });
    expect((await verifier.read.workflow()).id).to.equal(zeroHash);
    expect((await setWorkflow()).done).to.equal("scheduled");
    await base.chain.networkHelpers.time.increase(DAY);
    expect((await setWorkflow()).done).to.equal("executed");
    const refreshFeeds = async () => {
      for (const feed of [m.btcFeed, m.ethFeed]) {
        await feed.write.updateAnswer([await feed.read.latestAnswer()]);
      }
    };
    await refreshFeeds();

    const [low, high] = m.bidders;
    const { leadId } = await m.listLead();
    await m.runBids(leadId, [
      [low, usdc(100)],
      [high, usdc(150)],
    ]);
    await m.toRevealEnd(leadId);
    await deliverLead(m.seller, { leadId });
    expect(await m.nft.read.ownerOf([leadId])).to.equal(high.address);
    // The sale took about as long as an answer may be old.
    await refreshFeeds();
    const { alarms } = await getProtocolStatus(m.client);
    expect(alarms.map(({ code }) => code)).to.deep.equal(["PROOF_LATE"]);
  });
});
