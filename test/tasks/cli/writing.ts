import { PassThrough } from "node:stream";

import { expect } from "chai";
import { network } from "hardhat";

import { withdraw } from "../../../deploy/sdk/actions/vault/withdraw.ts";
import { agreementOf } from "../../../tasks/cli/agreement.ts";
import { errorOf } from "../../fixtures/errorOf.ts";
import { openMarket, usdc, type Market } from "../../fixtures/market.ts";
import { taskRunner, type TaskRunner } from "../../fixtures/taskRunner.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";

/** Base Sepolia's id, as which the chain appears. */
const LIVE = 84_532;
const connection = await network.create({ network: "default", chainType: "op" });
const [SELLER, ADA] = ["8", "9"];

/** For `loadFixture`. */
async function freshMarket() {
  return openMarket(connection);
}

describe("a task that writes", () => {
  let market: Market;
  let tasks: TaskRunner;
  beforeEach(async () => {
    market = await connection.networkHelpers.loadFixture(freshMarket);
    tasks = await taskRunner(connection, market, LIVE);
  });
  afterEach(() => tasks.close());

  const blockNumber = () => market.publicClient.getBlockNumber({ cacheTime: 0 });
  const freeOfAda = () => market.vault.read.freeOf([market.bidders[0].address]);
  /** Runs a task that must send nothing. */
  const sendsNothing = async (id: string[], args: Record<string, unknown>) => {
    const before = await blockNumber();
    const ran = await tasks.run(id, { account: ADA, ...args });
    expect(await blockNumber()).to.equal(before);
    return ran;
  };

  describe("with --dry-run", () => {
    const dryRun = (id: string[], args: Record<string, unknown>) =>
      sendsNothing(id, { dryRun: true, ...args });

    it("should show amounts, gas, account and network of what it would send", async () => {
      const { json } = await dryRun(["vault", "withdraw"], { amount: "12.5", json: true });
      expect(json).to.deep.include({
        dryRun: true,
        chainId: LIVE,
        account: market.bidders[0].address,
        refused: null,
      });
      const [step, ...others] = json["steps"] as Record<string, unknown>[];
      expect(others).to.deep.equal([]);
      expect(step).to.deep.include({ what: "Withdrawing", amounts: { amount: 12_500_000 } });
      expect(step?.["gas"]).to.be.within(21_000, 100_000);
      expect(step?.["call"]).to.deep.equal({
        ...{ to: market.vault.address, contract: "PersonalEscrowVault", function: "withdraw" },
        arguments: { to: market.bidders[0].address, amount: 12_500_000 },
      });
    });

    it("should show it to people", async () => {
      const { out } = await dryRun(["vault", "withdraw"], { amount: "12.5" });
      expect(out.join("\n"))
        .to.match(/amount +│ 12\.5 USDC/)
        .and.match(/costs +│ \d+ gas, about 0\.\d+ ETH/)
        .and.match(/network +│ localhost, chain 84532/)
        .and.match(/This was a dry run: nothing was sent\.$/);
    });

    it("should be refused where the task would be", async () => {
      const { succeeded, error } = await dryRun(["vault", "withdraw"], { amount: "10001" });
      expect([succeeded, error?.code]).to.deep.equal([false, "INSUFFICIENT_FREE"]);
      const other = await dryRun(["auction", "cancel"], { leadId: 1n });
      expect(other.succeeded).to.equal(false);
    });

    it("should say what comes after the first step", async () => {
      const { leadId } = await market.listLead();
      const { out, succeeded } = await dryRun(["auction", "cancel"], { leadId, account: SELLER });
      expect(succeeded).to.equal(true);
      expect(out.join("\n")).to.match(/freed +│ \d/);
    });
  });

  describe("again and again, with --dry-run", () => {
    /** What a task would do, having looked once. */
    const dryRun = async (id: string[], account: string) => {
      const { json, succeeded } = await sendsNothing(id, { account, dryRun: true, json: true });
      const steps = json["steps"] as { call: { function: string } }[];
      const failures = json["failures"] as { leadId: number; code: string }[];
      expect(succeeded).to.equal(failures.length === 0);
      return { calls: steps.map(({ call }) => call.function), failures };
    };

    it("should show what a seller and a keeper would send, and what would fail, and end", async () => {
      const { leadId: sold } = await market.listLead();
      const { leadId: unsold } = await market.listLead();
      await market.runBids(sold, [[market.bidders[0], usdc(200)]]);
      await market.toRevealEnd(unsold);
      const { calls, failures } = await dryRun(["seller", "run"], SELLER);
      expect(calls).to.deep.equal(["closeUnsold"]);
      // The wallet of these tests does not hold the key that its lead is encrypted to.
      const [failure, ...others] = failures;
      expect(failure).to.deep.include({ leadId: Number(sold), code: "NO_LEAD_KEY" });
      expect(others).to.deep.equal([]);
      const kept = await dryRun(["keeper", "run"], ADA);
      expect(kept).to.deep.equal({ calls: ["perform"], failures: [] });
    });
  });

  describe("on a live network", () => {
    it("should refuse to send where nobody can be asked, and say what to do", async () => {
      const { succeeded, error } = await sendsNothing(["vault", "withdraw"], { amount: "1" });
      expect([succeeded, error?.code]).to.deep.equal([false, "NOT_CONFIRMED"]);
      expect(error?.next).to.include("--dry-run").and.include("--yes");
    });

    it("should send with --yes", async () => {
      const before = await freeOfAda();
      const args = { account: ADA, amount: "1", yes: true };
      const { succeeded, err } = await tasks.run(["vault", "withdraw"], args);
      expect(succeeded, err.join("\n")).to.equal(true);
      expect(await freeOfAda()).to.equal(before - usdc(1));
    });

    /** Withdraws 1 USDC as a person who answers at a terminal; returns what the terminal showed. */
    const withdrawAnswering = (answer: string) => {
      const [party] = market.bidders;
      const input = Object.assign(new PassThrough(), { isTTY: true });
      const output = new PassThrough();
      const agree = agreementOf({ ...party, chainId: LIVE }, "baseSepolia", false, {
        input,
        output,
      });
      input.write(`${answer}\n`);
      const asked = withdraw({ ...party, agree }, { amount: usdc(1) });
      const shown = () => String(output.read());
      return { asked, shown };
    };

    it("should show the step, ask, and send when the answer is yes", async () => {
      const before = await freeOfAda();
      const { asked, shown } = withdrawAnswering("y");
      await asked;
      expect(await freeOfAda()).to.equal(before - usdc(1));
      expect(shown())
        .to.match(/amount +│ 1 USDC/)
        .and.include("Send it to baseSepolia? [y/N]");
    });

    it("should send nothing when the answer is anything else", async () => {
      for (const answer of ["", "n", "yep"]) {
        const before = await blockNumber();
        const { asked } = withdrawAnswering(answer);
        const { code } = await errorOf(asked, LeadEngineError);
        expect(code).to.equal("NOT_CONFIRMED");
        expect(await blockNumber()).to.equal(before);
      }
    });
  });
});
