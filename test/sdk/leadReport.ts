import { expect } from "chai";
import fc from "fast-check";
import { concat, getAddress, keccak256, size, slice, toHex, type Hex } from "viem";

import {
  decodeLeadReports,
  encodeLead,
  encodeLeadReports,
  reportNonce,
  scoreOf,
  type LeadReport,
} from "../../deploy/sdk/report/leadReport.ts";

const HEADER = {
  chainSelector: 2n ** 64n - 1n,
  receiver: getAddress(`0x${"ab".repeat(20)}`),
  nonce: 2n ** 63n,
  observedAt: 2 ** 40 - 1,
};

const bytes = (length: number) =>
  fc.uint8Array({ minLength: length, maxLength: length }).map((value) => toHex(value));
const uint = (bits: number) => fc.bigInt(0n, 2n ** BigInt(bits) - 1n);
const number = (bits: number) => uint(bits).map(Number);
const point = fc.record({ x: uint(256), y: uint(256) });

const anyReport: fc.Arbitrary<LeadReport> = fc.record({
  submission: fc.record({
    seller: bytes(20).map((hex) => getAddress(hex)),
    vertical: bytes(32),
    region: bytes(6),
    source: bytes(32),
    consentTime: number(40),
    contentHash: bytes(32),
    capsule: fc.record({ a: point, b: point, p: point }),
    attributes: fc.string({ unit: "grapheme", maxLength: 200 }),
    terms: fc.record({
      baseReserve: uint(64),
      qualityPremiumBps: number(16),
      maxFeeBps: number(16),
      maxConvenienceFee: number(32),
      instantSale: fc.boolean(),
    }),
    autoList: fc.boolean(),
    expiresAt: number(32),
    deadline: number(40),
    nonce: uint(256),
  }),
  signature: fc.uint8Array({ maxLength: 200 }).map((value) => toHex(value)),
  subScores: fc.tuple(number(16), number(16), number(16), number(16), number(16)),
  dedupTags: fc.tuple(bytes(32), bytes(32)),
  checks: number(8),
  candidates: fc.array(uint(64), { maxLength: 4 }),
});

const sample = (seed: number) => fc.sample(anyReport, { seed, numRuns: 1 })[0] as LeadReport;

describe("encodeLeadReports", () => {
  it("should say what decodeLeadReports reads, of any leads", () => {
    fc.assert(
      fc.property(fc.array(anyReport, { maxLength: 4 }), (reports) => {
        const decoded = decodeLeadReports(encodeLeadReports(reports, HEADER));
        expect(decoded).to.deep.equal({ header: HEADER, reports });
      }),
    );
  });

  it("should refuse a lead that is longer than its length can say", () => {
    const { submission, ...rest } = sample(1);
    const long = { ...rest, submission: { ...submission, attributes: "a".repeat(65_536) } };
    expect(() => encodeLeadReports([long], HEADER)).to.throw(RangeError);
  });
});

describe("decodeLeadReports", () => {
  const body = encodeLeadReports([sample(2)], HEADER);

  for (const [what, wrong] of [
    ["no bytes", "0x"],
    ["another kind", concat(["0x02", slice(body, 1)])],
    ["half a header", slice(body, 0, 20)],
    ["half a lead", slice(body, 0, size(body) - 1)],
    ["a byte too many", concat([body, "0x00"])],
    ["a lead that is longer than what it holds", lengthened(body)],
  ] as const) {
    it(`should refuse ${what}`, () => {
      expect(() => decodeLeadReports(wrong)).to.throw();
    });
  }
});

/** A body whose only lead has a byte more, and says so. */
function lengthened(body: Hex): Hex {
  const lead = concat([slice(body, 44), "0x00"]);
  return concat([slice(body, 0, 42), toHex(size(lead), { size: 2 }), lead]);
}

describe("reportNonce", () => {
  it("should differ by time, leads and their order, and by nothing else", () => {
    const [first, second] = [sample(3), sample(4)];
    const nonces = [
      reportNonce([first], 1),
      reportNonce([first], 2),
      reportNonce([second], 1),
      reportNonce([first, second], 1),
      reportNonce([second, first], 1),
    ];
    expect(new Set(nonces).size).to.equal(nonces.length);
    for (const nonce of nonces) expect(nonce < 2n ** 64n).to.equal(true);
    expect(reportNonce([{ ...first, checks: 0, subScores: [1, 2, 3, 4, 5] }], 1)).to.equal(
      nonces[0],
    );
  });
});

describe("scoreOf", () => {
  it("should be the sum of the sub-scores", () => {
    expect(scoreOf({ subScores: [2_000, 1_800, 1_350, 1_500, 1_500] })).to.equal(8_150);
  });
});

describe("encodeLead", () => {
  it("should put a typical lead's bytes into the place of its fields", () => {
    const report = sample(5);
    const lead = encodeLead(report);
    expect(getAddress(slice(lead, 0, 20))).to.equal(report.submission.seller);
    expect(slice(lead, 346, 378)).to.equal(toHex(report.submission.nonce, { size: 32 }));
    expect(keccak256(slice(lead, -1))).to.equal(keccak256(toHex(report.checks, { size: 1 })));
  });
});
