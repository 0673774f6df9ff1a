import { mkdtemp, readFile, rm } from "node:fs/promises";
import { tmpdir } from "node:os";
import path from "node:path";

import { expect } from "chai";
import { network } from "hardhat";

import { verticalIdOf } from "../../deploy/sdk/lead/vertical.ts";
import { scheduleConfiguration } from "../fixtures/configure.ts";
import { openMarket, usdc, VERTICAL, type Market } from "../fixtures/market.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";

const connection = await network.create({ network: "default", chainType: "op" });
const { networkHelpers } = connection;
const GRACE = 3_601;
const HIGHEST_FEES = { maxFeeBps: 1_000, maxConvenienceFee: 10_000_000, instantSale: false };

/** A market after the sequencer's grace period, with BTC at 108 % and ETH at 112 % of their references, and a lead that waits. */
async function pricedMarket() {
  const market = await openMarket(connection);
  const { leadId } = await market.listLead({}, { autoList: false });
  await networkHelpers.time.increase(GRACE);
  await setPrices(market);
  return { ...market, leadId };
}

async function setPrices({ btcFeed, ethFeed }: Market): Promise<void> {
  await btcFeed.write.updateAnswer([108_000n * 10n ** 8n]);
  await ethFeed.write.updateAnswer([3_920n * 10n ** 8n]);
}

describe("hardhat reserve quote", () => {
  let market: Market & { readonly leadId: bigint };
  let tasks: TaskRunner;
  let folder: string;
  beforeEach(async () => {
    market = await networkHelpers.loadFixture(pricedMarket);
    tasks = await taskRunner(connection, market);
    folder = await mkdtemp(path.join(tmpdir(), "lead-engine-reserve-"));
  });
  afterEach(async () => {
    await tasks.close();
    await rm(folder, { recursive: true });
  });

  const quote = (args: object) =>
    tasks.run(["reserve", "quote"], { json: true, vertical: VERTICAL, ...args });
  const lines = async (args: object): Promise<string> =>
    (await tasks.run(["reserve", "quote"], { vertical: VERTICAL, ...args })).out.join("\n");

  describe("given good prices", () => {
    it("should be what the house freezes for the same lead, to the unit", async () => {
      const { house, nft, leadId, seller } = market;
      const { score } = await nft.read.leadOf([leadId]);
      const { json } = await quote({ base: "97.123457", score, premiumBps: 1_234 });
      const terms = { baseReserve: 97_123_457n, qualityPremiumBps: 1_234, ...HIGHEST_FEES };
      await house.write.createAuction([leadId, terms], { account: seller.wallet.account });
      const { reserve, bidBond, deliveryBond } = await house.read.auctionOf([leadId]);
      expect(json).to.include({
        ...{ reserve: Number(reserve), bidBond: Number(bidBond) },
        deliveryBond: Number(deliveryBond),
      });
    });

    it("should have every number that it comes from", async () => {
      const { json } = await quote({ base: "100", score: 5_000, premiumBps: 1_000 });
      expect(json).to.deep.include({
        ...{ base: Number(usdc(100)), premium: Number(usdc(5)), fault: "None" },
        ...{ ratioBps: 11_000, isDefaultCurve: true, curveMultiplierBps: 10_400 },
        ...{ minMultiplierBps: 8_000, maxMultiplierBps: 12_000, multiplierBps: 10_400 },
        ...{ marketReserve: 109_200_000, minReserve: Number(usdc(85)), reserve: 109_200_000 },
        ...{ bidBond: 10_920_000, deliveryBond: 10_920_000 },
      });
    });

    it("should explain them line by line", async () => {
      const text = await lines({ base: "100", score: 5_000, premiumBps: 1_000 });
      for (const what of [
        "10 % of the base at a perfect score; score 5000 of 10000",
        "108 % of reference 100000 USD; feed",
        "112 % of reference 3500 USD; feed",
        "default curve: 50 % ×0.8, 100 % ×1, 150 % ×1.2",
        "the curve's, within ×0.8 to ×1.2",
        "109.2 USDC",
      ]) {
        expect(text).to.include(what);
      }
    });

    it("should say that a score without a premium does not count", async () => {
      expect(await lines({ base: "100", score: 9_000 })).to.include("the score does not count");
      const { json } = await quote({ base: "100", score: 9_000 });
      expect(json).to.include({ premium: 0, reserve: Number(usdc(104)) });
    });

    it("should say that the minimum is higher, which is the base if none is given", async () => {
      expect(await lines({ base: "50" })).to.include("the vertical's minimum is higher");
      expect((await quote({})).json).to.include({ base: Number(usdc(85)), reserve: 88_400_000 });
    });

    it("should use the vertical's own curve, and cut it at the bounds", async () => {
      const curve = [{ ratioBps: 10_000, multiplierBps: 15_000 }];
      const args = [verticalIdOf(VERTICAL), curve];
      const { pricer } = market;
      await (
        await scheduleConfiguration(connection, market, pricer, "setCurve", args)
      )();
      await setPrices(market);
      const { json } = await quote({ base: "100" });
      expect(json).to.include({ isDefaultCurve: false, curveMultiplierBps: 15_000 });
      expect(json).to.include({ multiplierBps: 12_000, reserve: Number(usdc(120)) });
      expect(await lines({})).to.include("vertical's own curve: 100 % ×1.5");
    });
  });

  describe("given a feed that breaks a rule", () => {
    it("should be at multiplier 1 and name the rule", async () => {
      await networkHelpers.time.increase(86_400);
      const { json } = await quote({ base: "100" });
      expect(json).to.include({ fault: "StaleAnswer", multiplierBps: 10_000, ratioBps: null });
      expect(json).to.include({ curveMultiplierBps: null, reserve: Number(usdc(100)) });
      const why = "1, because a price is older than its feed's heartbeat and the margin";
      expect(await lines({})).to.include(why);
    });

    it("should name the sequencer, whose feed makes good prices unusable", async () => {
      await market.sequencerFeed.write.updateAnswer([1n]);
      expect((await quote({ base: "100" })).json).to.include({ fault: "SequencerDown" });
      expect(await lines({})).to.include("1, because the rollup's sequencer is down");
    });
  });

  describe("given --plot", () => {
    it("should draw the curve with today's place on it", async () => {
      const plot = path.join(folder, "curve.svg");
      expect((await quote({ plot })).json).to.include({ plot });
      const svg = await readFile(plot, "utf8");
      expect(svg).to.match(/^<svg [^>]*xmlns="http:\/\/www.w3.org\/2000\/svg"/);
      for (const words of [`Reserve multiplier of ${VERTICAL}`, "today 110 %", "today ×1.04"]) {
        expect(svg).to.include(words);
      }
      expect(svg).to.not.match(/<script|href=/);
    });

    it("should say why there is no place on it while a feed is broken", async () => {
      await networkHelpers.setCode(market.btcFeed.address, "0x");
      const plot = path.join(folder, "curve.svg");
      await quote({ plot });
      const svg = await readFile(plot, "utf8");
      expect(svg).to.include("Today ×1: a feed cannot be read").and.not.include("today ×");
    });

    it("refuses a file that cannot be written", async () => {
      const { error } = await quote({ plot: path.join(folder, "none", "curve.svg") });
      expect(error?.code).to.equal("FILE_NOT_WRITTEN");
      expect(error?.next).to.include("--plot");
    });
  });

  describe("given what is not a lead's", () => {
    for (const [what, args, code] of [
      ["an unknown vertical", { vertical: "moon.mining" }, "VerticalRegistry_UnknownVertical"],
      ["a score above 10,000", { score: 10_001 }, "INVALID_PARAMETERS"],
      ["a premium above 100 %", { premiumBps: 10_001 }, "INVALID_PARAMETERS"],
      ["a base of zero", { base: "0" }, "INVALID_AMOUNT"],
    ] as const) {
      it(`refuses ${what}`, async () => {
        const { succeeded, error } = await quote(args);
        expect([succeeded, error?.code]).to.deep.equal([false, code]);
      });
    }
  });
});
