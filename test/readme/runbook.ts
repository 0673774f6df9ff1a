import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import hre, { network } from "hardhat";
import { bytesToHex, parseEther, zeroHash } from "viem";
import { generatePrivateKey, mnemonicToAccount, privateKeyToAddress } from "viem/accounts";

import { startIpfs } from "../../deploy/local/ipfs.ts";
import { publicKeyOf } from "../../deploy/sdk/crypto/point.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { putContent } from "../../deploy/sdk/lead/contentStore.ts";
import { openMarket, usdc, type Market } from "../fixtures/market.ts";
import { runCommand, wordsOf } from "../fixtures/runCommand.ts";
import type { TaskRun } from "../fixtures/runTask.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });
const { networkHelpers, viem } = connection;
const { time } = networkHelpers;
const MNEMONIC = "test test test test test test test test test test test junk";
/** Places of the node's accounts by the variables that hold their keys. */
const KEYS = {
  KEEPER_KEY: 0,
  GOVERNOR_KEY: 1,
  CONFIGURATOR_KEY: 3,
  GUARDIAN_KEY: 4,
  COMPLIANCE_KEY: 19,
  BIDDER_KEY: 9,
};
const LEAD_KEY = generatePrivateKey();
const OTHER = "0x000000000000000000000000000000000000dEaD";

/** Sections of the runbook by their titles: the commands of their shell blocks, each with its comment. */
async function sections() {
  const file = path.join(hre.config.paths.root, "deploy", "RUNBOOK.md");
  const [, ...parts] = (await readFile(file, "utf8")).split(/^## /m);
  return new Map(
    parts.map((part) => {
      const blocks = [...part.matchAll(/^```sh\n(.*?)^```/gms)].map(([, block = ""]) => block);
      const lines = blocks.flatMap((block) => block.trim().split("\n"));
      const commands = lines.map((line) => {
        const [command = "", comment = ""] = line.split(/\s+# /);
        return { command, comment };
      });
      return [part.split("\n")[0] ?? "", commands] as const;
    }),
  );
}

async function market() {
  return openMarket(connection);
}

describe("the runbook", () => {
  let m: Market;
  let tasks: TaskRunner;
  let folder: string;
  let done: string[] = [];
  before(async () => {
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-runbook-"));
    for (const [name, addressIndex] of Object.entries(KEYS)) {
      const { privateKey } = mnemonicToAccount(MNEMONIC, { addressIndex }).getHdKey();
      process.env[name] = bytesToHex(privateKey ?? new Uint8Array());
    }
    Object.assign(process.env, { LEAD_ENGINE_HOME: folder, LEAD_KEY_2: LEAD_KEY });
  });
  after(async () => {
    for (const name of [...Object.keys(KEYS), "LEAD_KEY_2", "LEAD_ENGINE_HOME"]) {
      Reflect.deleteProperty(process.env, name);
    }
    await rm(folder, { recursive: true });
  });
  beforeEach(async () => {
    m = await networkHelpers.loadFixture(market);
    tasks = await taskRunner(connection, m);
  });
  afterEach(() => tasks.close());

  /** Prices as fresh as on a live network. */
  async function refreshFeeds(): Promise<void> {
    for (const feed of [m.btcFeed, m.ethFeed]) {
      await feed.write.updateAnswer([await feed.read.latestAnswer()]);
    }
  }

  /** Runs a command; one that schedules is run again when its time has come. */
  async function run(command: string): Promise<TaskRun> {
    const [npx, hardhat, ...words] = wordsOf(command);
    expect([npx, hardhat], command).to.deep.equal(["npx", "hardhat"]);
    const first = await runCommand(words);
    expect(first.succeeded, `${command}\n${first.err.join("\n")}${first.out.join("\n")}`).to.equal(
      true,
    );
    if (first.json["done"] !== "scheduled") return first;
    await time.increaseTo(Number(first.json["executableAt"]));
    const second = await runCommand(words);
    expect(second.json, second.err.join("\n")).to.include({ done: "executed" });
    return second;
  }

  /**
   * Runs a section as it is written.
   * @param words what stands for the words in capitals.
   * @param between done before the command of this number.
   */
  async function follow(
    title: string,
    words: Readonly<Record<string, string>> = {},
    between: Readonly<Record<number, () => Promise<unknown>>> = {},
  ): Promise<TaskRun[]> {
    const commands = (await sections()).get(title) ?? [];
    const runs: TaskRun[] = [];
    for (const [index, { command, comment }] of commands.entries()) {
      if (comment.startsWith("needs ")) continue;
      await between[index]?.();
      await refreshFeeds();
      const filled = Object.entries(words).reduce(
        (text, [word, value]) => text.replaceAll(word, value),
        command,
      );
      runs.push(await run(filled));
    }
    done = [...done, title];
    return runs;
  }

  it("looks: Look first", async () => {
    await m.tieBreaker.read.coordinator();
    await m.vault.write.proveReserves();
    const [status, solvency] = await follow("Look first");
    expect(status?.json["alarms"]).to.deep.equal([]);
    expect(solvency?.json["stopped"]).to.deep.equal({ deposits: [], bids: [] });
  });

  it("stops new business: Pause", async () => {
    const [, solvency] = await follow("Pause");
    expect(solvency?.json["stopped"]).to.deep.equal({ deposits: ["Paused"], bids: ["Paused"] });
  });

  it("takes power from a thief, and gives it to another: Revoke a key", async () => {
    const { accessManager, house, configurator, bidders } = m;
    const thief = configurator.account.address;
    const [bidder] = bidders;
    const fees = { treasury: thief, feeBps: 0, convenienceFee: 0 };
    const scheduled = await runCommand([
      ...["protocol", "set", "house", "setFeeConfig", JSON.stringify(fees)],
      ...["--account", "CONFIGURATOR_KEY"],
    ]);
    const key = privateKeyToAddress(generatePrivateKey());
    await follow("Revoke a key", {
      OPERATION: String(scheduled.json["operationId"]),
      "0xSTOLEN": thief,
      "0xNEW": key,
      "0xACCOUNT": bidder.address,
    });
    expect((await house.read.feeConfig()).treasury).to.not.equal(thief);
    expect(await accessManager.read.hasRole([2n, thief])).to.deep.equal([false, 0]);
    await time.increase(5 * 86_400);
    expect(await accessManager.read.hasRole([2n, key])).to.deep.equal([true, 86_400]);
    const { account } = m.guardian;
    expect((await accessManager.read.hasRole([3n, account.address]))[0]).to.equal(false);
    const { leadId } = await m.listLead();
    const refused: unknown = await m.commit(leadId, bidder, usdc(100)).catch(String);
    expect(refused).to.include("revert");
  });

  it("has packages sealed to a new key: Rotate the DON's key", async () => {
    const { x, y } = publicKeyOf(BigInt(LEAD_KEY));
    const until = (await time.latest()) + 7 * 86_400;
    const title = "Rotate the DON's key";
    const [shown] = await follow(title, {
      '"X"': `"${x}"`,
      '"Y"': `"${y}"`,
      UNTIL: String(until),
    });
    expect(shown?.json).to.deep.equal({ x: String(x), y: String(y) });
    const { verifier } = m;
    expect(await verifier.read.donEpoch()).to.equal(2);
    expect((await verifier.read.donKeyOf([2]))[0]).to.deep.equal({ x, y });
    expect((await verifier.read.donKeyOf([1]))[1]).to.equal(until);
  });

  it("has another owner's workflow report: Rotate the workflow", async () => {
    await follow("Rotate the workflow", { "0xOWNER": OTHER, WORKFLOW_ID: zeroHash });
    for (const contract of [m.verifier, m.matcher, m.keeper]) {
      expect((await contract.read.workflow()).owner).to.equal(OTHER);
    }
    const { disclosure } = { disclosure: await m.disclose(await m.makeLead()) };
    expect((await m.report([await m.attest(disclosure)])).delivered).to.equal(false);
  });

  it("asks another coordinator: Migrate the VRF coordinator", async () => {
    const next = await viem.deployContract("VRFCoordinatorV2_5Mock", [
      ...[parseEther("0.1"), 1_000_000_000n, 4_000_000_000_000_000n],
    ] as [bigint, bigint, bigint]);
    await next.write.createSubscription();
    const [subscription = 0n] = await next.read.getActiveSubscriptionIds([0n, 1n]);
    await next.write.fundSubscription([subscription, parseEther("100")]);
    await next.write.addConsumer([subscription, m.tieBreaker.address]);
    await m.vault.write.proveReserves();
    const words = {
      "0xCOORDINATOR": next.address,
      KEY_HASH: zeroHash,
      SUBSCRIPTION: String(subscription),
    };
    const runs = await follow("Migrate the VRF coordinator", words, {
      2: () => m.vault.write.proveReserves(),
    });
    expect(runs.at(-1)?.json["vrf"]).to.include({
      subscriptionId: String(subscription),
      isConsumer: true,
    });
  });

  it("gets a frozen account's money out, and fees to another treasury: Blacklist", async () => {
    const [bidder] = m.bidders;
    await m.usdc.write.blacklist([bidder.address]);
    await follow("Blacklist", { "0xACCOUNT": bidder.address, "0xOTHER": OTHER });
    expect((await m.usdc.read.balanceOf([OTHER])) > 0n).to.equal(true);
    expect((await m.house.read.feeConfig()).treasury).to.equal(OTHER);
  });

  it("stops by itself, and opens when the money is back: Insolvency", async () => {
    const { vault, usdc: token } = m;
    await networkHelpers.impersonateAccount(vault.address);
    await networkHelpers.setBalance(vault.address, parseEther("1"));
    await token.write.transfer([m.deployer.account.address, usdc(5)], { account: vault.address });
    const runs = await follow(
      "Insolvency",
      {},
      {
        2: () => token.write.transfer([vault.address, usdc(5)]),
      },
    );
    const [proof, seen, cured] = runs.map(({ json }) => json);
    expect([proof?.["solvent"], cured?.["solvent"]]).to.deep.equal([false, true]);
    expect(seen?.["stopped"]).to.deep.equal({
      ...{ deposits: ["ProvedInsolvent", "MoneyMissing"], bids: ["ProvedInsolvent"] },
    });
  });

  it("lets bidders open their own bids: drand is dead", async () => {
    const log = path.join(folder, "requests.log");
    const ipfs = await startIpfs({ folder: path.join(folder, "ipfs"), port: 0, log });
    process.env["LEAD_ENGINE_IPFS"] = ipfs.url;
    const { leadId, disclosure } = await m.listLead();
    await putContent(ipfs.url, disclosure.ciphertext);
    await follow("drand is dead", { LEAD: String(leadId) }, { 1: () => m.toReveal(leadId) });
    await ipfs.close();
    Reflect.deleteProperty(process.env, "LEAD_ENGINE_IPFS");
    const [bidder] = m.bidders;
    expect((await m.house.read.auctionOf([leadId])).leader).to.equal(bidder.address);
  });

  it("goes on: Recover", async () => {
    await m.vault.write.pause({ account: m.guardian.account });
    const runs = await follow("Recover", {}, { 3: () => m.vault.write.proveReserves() });
    expect(runs.at(-1)?.json["alarms"]).to.deep.equal([]);
    const { leadId } = await m.listLead();
    expect(await m.house.read.phaseOf([leadId])).to.equal(Phase.Commit);
  });

  it("has no section that was not followed", async () => {
    expect(done).to.deep.equal([...(await sections()).keys()]);
  });
});
