import { expect } from "chai";
import { parseEventLogs } from "viem";

import type { AuctionTerms } from "../../../deploy/sdk/lead/leadSubmission.ts";
import {
  beforeListing,
  createAuction,
  mintLead,
  networkHelpers,
  SCORE,
  setAsConfigurator,
  setPrices,
  TERMS,
  viem,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { deployDataStreams, signReport, streamUsd } from "../../fixtures/dataStreams.ts";
import { usdc } from "../../fixtures/market.ts";
import { Asset, BTC_STREAM, Fault, UNIT_BPS } from "../../fixtures/reservePricer.ts";

const { assertions } = viem;
const MAX_UINT64 = 2n ** 64n - 1n;

/** What an auction's event says about its reserve, and what is stored. */
async function reserveOf(m: HouseMarket, terms: Partial<AuctionTerms> = {}, leadId = m.leadId) {
  const hash = await createAuction(m, leadId, { ...TERMS, ...terms });
  const { logs } = await m.publicClient.waitForTransactionReceipt({ hash });
  const [created] = parseEventLogs({ abi: m.house.abi, eventName: "AuctionCreated", logs });
  if (created === undefined) throw new Error("No auction was created.");
  const { reserve, quote } = created.args;
  expect((await m.house.read.auctionOf([leadId])).reserve).to.equal(reserve);
  return { reserve, multiplierBps: quote.multiplierBps, feedFault: quote.fault };
}

describe("AuctionHouse.createAuction: the reserve", () => {
  describe("given prices at their references", () => {
    for (const [base, premiumBps, score, expected] of [
      [usdc(100), 0, SCORE, usdc(100)],
      [usdc(100), 1_000, SCORE, usdc(105)],
      [usdc(100), 10_000, 10_000, usdc(200)],
      [usdc(100), 10_000, 0, usdc(100)],
      [100_000_001n, 3_333, 5_005, 116_681_666n],
    ] as const) {
      it(`should be ${expected} for a base of ${base}, a premium of ${premiumBps} bps and a score of ${score}`, async () => {
        const m = await beforeListing();
        await setPrices(m, 100n);
        const leadId = await mintLead(m, score);
        expect(
          await reserveOf(m, { baseReserve: base, qualityPremiumBps: premiumBps }, leadId),
        ).to.deep.equal({
          reserve: expected,
          multiplierBps: UNIT_BPS,
          feedFault: Fault.None,
        });
      });
    }

    for (const base of [0n, 1n, usdc(84), usdc(85)]) {
      it(`should be the vertical's minimum of 85 USDC for a base of ${base}`, async () => {
        const m = await beforeListing();
        await setPrices(m, 100n);
        expect((await reserveOf(m, { baseReserve: base })).reserve).to.equal(usdc(85));
      });
    }
  });

  describe("given prices above their references", () => {
    it("should multiply base and premium", async () => {
      const m = await beforeListing();
      await setPrices(m, 150n);
      expect(await reserveOf(m, { qualityPremiumBps: 1_000 })).to.deep.equal({
        reserve: usdc(126),
        multiplierBps: 12_000,
        feedFault: Fault.None,
      });
    });

    it("should leave the vertical's minimum as it is", async () => {
      const m = await beforeListing();
      await setPrices(m, 150n);
      expect((await reserveOf(m, { baseReserve: usdc(50) })).reserve).to.equal(usdc(85));
    });
  });

  describe("given prices below their references", () => {
    it("should lower the reserve", async () => {
      const m = await beforeListing();
      await setPrices(m, 50n);
      expect(await reserveOf(m, { baseReserve: usdc(200) })).to.deep.equal({
        reserve: usdc(160),
        multiplierBps: 8_000,
        feedFault: Fault.None,
      });
    });

    it("should not go below the vertical's minimum", async () => {
      const m = await beforeListing();
      await setPrices(m, 50n);
      expect((await reserveOf(m)).reserve).to.equal(usdc(85));
    });
  });

  describe("given prices that change after the auction was opened", () => {
    it("should stay frozen", async () => {
      const m = await beforeListing();
      await createAuction(m, m.leadId);
      await setPrices(m, 150n);
      expect((await m.house.read.auctionOf([m.leadId])).reserve).to.equal(usdc(100));
    });
  });

  describe("given a bad feed", () => {
    const faults: readonly (readonly [string, number, (m: HouseMarket) => Promise<unknown>])[] = [
      [
        "the sequencer is down",
        Fault.SequencerDown,
        ({ sequencerFeed }) => sequencerFeed.write.updateAnswer([1n]),
      ],
      [
        "the sequencer is up again since less than the grace period",
        Fault.SequencerGracePeriod,
        ({ sequencerFeed }) => sequencerFeed.write.updateAnswer([0n]),
      ],
      [
        "the price is not positive",
        Fault.NonPositiveAnswer,
        ({ btcFeed }) => btcFeed.write.updateAnswer([-1n]),
      ],
      [
        "the round is incomplete",
        Fault.IncompleteRound,
        ({ ethFeed }) => ethFeed.write.updateRoundData([9n, 1n, 0n, 0n]),
      ],
      ["the price is old", Fault.StaleAnswer, () => networkHelpers.time.increase(86_400)],
      [
        "the price is outside its band",
        Fault.OutOfBand,
        async ({ ethFeed, pricer }) => {
          const { maxPrice } = await pricer.read.feedOf([Asset.ETH]);
          return ethFeed.write.updateAnswer([maxPrice + 1n]);
        },
      ],
      [
        "the feed cannot be read",
        Fault.FeedUnreadable,
        ({ btcFeed }) => networkHelpers.setCode(btcFeed.address, "0x"),
      ],
    ];
    for (const [situation, feedFault, break_] of faults) {
      it(`should open at multiplier 1 and name the rule when ${situation}`, async () => {
        const m = await beforeListing();
        await setPrices(m, 150n);
        await break_(m);
        expect(await reserveOf(m)).to.deep.equal({
          reserve: usdc(100),
          multiplierBps: UNIT_BPS,
          feedFault,
        });
      });
    }
  });

  describe("given a Data Streams report that Chainlink's verifier accepts", () => {
    it("should follow its price while that is younger than the feed's", async () => {
      const m = await withReport();
      expect(await reserveOf(m)).to.deep.equal({
        reserve: usdc(104),
        multiplierBps: 10_400,
        feedFault: Fault.None,
      });
    });

    it("should follow its price where the feed is broken", async () => {
      const m = await withReport();
      await networkHelpers.setCode(m.btcFeed.address, "0x");
      expect((await reserveOf(m)).reserve).to.equal(usdc(104));
    });

    it("should follow the feed again once that is younger", async () => {
      const m = await withReport();
      await setPrices(m, 100n);
      expect((await reserveOf(m)).reserve).to.equal(usdc(100));
    });
  });

  describe("given the largest base reserve", () => {
    it("reverts when it does not fit with its premium (pitfall 6: unchecked downcast)", async () => {
      const m = await beforeListing();
      const terms = { ...TERMS, baseReserve: MAX_UINT64, qualityPremiumBps: 10_000 };
      const opening = await viem.getContractAt("AuctionListingLogic", m.house.address);
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId, terms),
        opening,
        "SafeCastOverflowedUintDowncast",
        [64, MAX_UINT64 + MAX_UINT64 / 2n],
      );
    });

    it("reverts for want of the delivery bond when it fits", async () => {
      const m = await beforeListing();
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId, { ...TERMS, baseReserve: MAX_UINT64 }),
        m.vault,
        "PersonalEscrowVault_InsufficientFree",
        [m.seller.address, usdc(10_000), MAX_UINT64 / 10n],
      );
    });
  });
});

/** Feeds at their references, and a report that BTC costs 120 % of its own: 110 % on the mean. */
async function withReport(): Promise<HouseMarket> {
  const m = await beforeListing();
  const { pricer } = m;
  const { verifierProxy } = await deployDataStreams(viem);
  const rules = { ...(await pricer.read.feedOf([Asset.BTC])), streamId: BTC_STREAM };
  await setAsConfigurator(m, pricer, "setFeed", Asset.BTC, rules);
  await setAsConfigurator(m, pricer, "setStreamsVerifier", verifierProxy.address);
  await setPrices(m, 100n);
  const observedAt = await networkHelpers.time.latest();
  const report = await signReport({
    price: streamUsd(120_000),
    observedAt,
    expiresAt: observedAt + 86_400,
  });
  await pricer.write.recordReport([Asset.BTC, report]);
  return m;
}
