import { expect } from "chai";
import fc from "fast-check";
import { concat, size, slice, type Hex } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import { signRound } from "../../deploy/local/beacon/signRound.ts";
import { deriveSalt, saltOf, sealBid, type BidContext } from "../../deploy/sdk/bid/sealedBid.ts";
import {
  epochOf,
  openInEnclave,
  openingIn,
  openWithSignature,
  schemeOf,
  sealToEnclave,
  sealToRound,
} from "../../deploy/sdk/bid/sealedOpening.ts";
import { publicKeyOf } from "../../deploy/sdk/crypto/point.ts";
import { hasCode } from "../../deploy/sdk/errors/leadEngineError.ts";

const WALLET = privateKeyToAccount(`0x${"11".repeat(32)}`);
const OTHER = privateKeyToAccount(`0x${"22".repeat(32)}`);
const CONTEXT: BidContext = {
  chainId: 31_337,
  house: `0x${"aa".repeat(20)}`,
  leadId: 3n,
  round: 1,
  bidder: WALLET.address,
};
const AMOUNT = 125_000_000n;
const ROUND = 5_000;
const MAX_AMOUNT = 2n ** 64n - 1n;
const SEED: Hex = `0x${"5e".repeat(24)}`;
const DON_SECRET = 77n;
const DON_KEY = { epoch: 3, publicKey: publicKeyOf(DON_SECRET) };

const sealed = (context = CONTEXT, wallet = WALLET) => sealBid(wallet, context, AMOUNT);

describe("a bid that a beacon's round opens", () => {
  it("should open to its commitment's opening", async () => {
    const { seed, commitment, opening } = await sealed();
    const given = await sealToRound({ amount: AMOUNT, seed }, LOCAL_LEAGUE, ROUND);
    expect([size(given), schemeOf(given)]).to.deep.equal([161, "timelock"]);
    const secret = await openWithSignature(given, signRound(ROUND));
    expect(secret).to.deep.equal({ amount: AMOUNT, seed });
    expect(secret && openingIn(secret, CONTEXT, commitment)).to.deep.equal(opening);
  });

  it("should hold every amount and seed", async () => {
    const hexBytes = fc
      .uint8Array({ minLength: 24, maxLength: 24 })
      .map((bytes): Hex => `0x${Buffer.from(bytes).toString("hex")}`);
    await fc.assert(
      fc.asyncProperty(fc.bigInt({ min: 0n, max: MAX_AMOUNT }), hexBytes, async (amount, seed) => {
        const given = await sealToRound({ amount, seed }, LOCAL_LEAGUE, ROUND);
        expect(await openWithSignature(given, signRound(ROUND))).to.deep.equal({ amount, seed });
      }),
      { numRuns: 10 },
    );
  });

  it("should open nothing for an account that copied it", async () => {
    const { seed } = await sealed();
    const given = await sealToRound({ amount: AMOUNT, seed }, LOCAL_LEAGUE, ROUND);
    const copier = { ...CONTEXT, bidder: OTHER.address };
    const own = await sealed(copier, OTHER);
    const secret = await openWithSignature(given, signRound(ROUND));
    expect(secret && openingIn(secret, copier, own.commitment)).to.equal(undefined);
  });

  for (const [field, value] of Object.entries({
    chainId: 8453,
    house: `0x${"dd".repeat(20)}`,
    leadId: 4n,
    round: 2,
    bidder: OTHER.address,
  })) {
    it(`should open nothing where the ${field} is another`, async () => {
      const { seed, commitment } = await sealed();
      const secret = { amount: AMOUNT, seed };
      expect(openingIn(secret, { ...CONTEXT, [field]: value }, commitment)).to.equal(undefined);
    });
  }
});

describe("a bid that the DON's enclave opens", () => {
  const open = (given: Hex, context: BidContext, commitment: Hex, secret = DON_SECRET) => {
    try {
      return openInEnclave(given, secret, context, commitment);
    } catch (error) {
      return hasCode(error, "CONTENT_UNREADABLE") ? "unreadable" : error;
    }
  };

  it("should open with the epoch's secret, for its auction, bidder and commitment only", async () => {
    const { seed, commitment } = await sealed();
    const secret = { amount: AMOUNT, seed };
    const given = sealToEnclave(secret, DON_KEY, CONTEXT, commitment);
    expect([size(given), schemeOf(given), epochOf(given)]).to.deep.equal([86, "enclave", 3]);
    expect(open(given, CONTEXT, commitment)).to.deep.equal(secret);
    expect(open(given, CONTEXT, commitment, DON_SECRET + 1n)).to.equal("unreadable");
    expect(open(given, CONTEXT, SEED_COMMITMENT)).to.equal("unreadable");
    for (const [field, value] of Object.entries({
      chainId: 8453,
      house: `0x${"dd".repeat(20)}`,
      leadId: 4n,
      round: 2,
      bidder: OTHER.address,
    })) {
      expect(open(given, { ...CONTEXT, [field]: value }, commitment), field).to.equal("unreadable");
    }
    const otherEpoch = concat([slice(given, 0, 4), "0x04", slice(given, 5)]);
    expect(open(otherEpoch, CONTEXT, commitment)).to.equal("unreadable");
  });

  it("should not be opened by a beacon", async () => {
    const { seed, commitment } = await sealed();
    const given = sealToEnclave({ amount: AMOUNT, seed }, DON_KEY, CONTEXT, commitment);
    expect(await openWithSignature(given, signRound(ROUND))).to.equal(undefined);
    expect(epochOf("0x")).to.equal(undefined);
  });
});

const SEED_COMMITMENT: Hex = `0x${"01".repeat(32)}`;

describe("schemeOf", () => {
  for (const [what, given, scheme] of [
    ["none", "0x", "self"],
    ["a zero byte", "0x00", "self"],
    ["a zero byte with something behind", "0x0001", undefined],
    ["a timelock without ciphertext", "0x01", undefined],
    ["a timelock of 160 bytes", `0x01${"00".repeat(159)}`, undefined],
    ["a timelock of 162 bytes", `0x01${"00".repeat(161)}`, undefined],
    ["one for the enclave that is too long", `0x02${"00".repeat(86)}`, undefined],
    ["an unknown scheme", `0x03${"00".repeat(160)}`, undefined],
    ["the longest that the house takes", `0x${"ff".repeat(512)}`, undefined],
  ] as const) {
    it(`should call ${what} ${scheme ?? "none that is known"}`, () => {
      expect(schemeOf(given)).to.equal(scheme);
    });
  }
});

describe("saltOf", () => {
  it("should give the salt that is committed to, from 24 bytes", async () => {
    const { seed, salt } = await deriveSalt(WALLET, CONTEXT);
    expect([size(seed), size(salt)]).to.deep.equal([24, 32]);
    expect(saltOf(seed)).to.equal(salt);
    expect(saltOf(SEED)).not.to.equal(salt);
  });
});
