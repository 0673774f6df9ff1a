import { bls12_381 } from "@noble/curves/bls12-381.js";
import { expect } from "chai";
import fc from "fast-check";
import { bytesToHex, hexToBytes, numberToHex, type Hex } from "viem";

import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import { signRound } from "../../deploy/local/beacon/signRound.ts";
import { QUICKNET } from "../../deploy/sdk/bid/beaconChain.ts";
import {
  isRoundSignature,
  TIMELOCK_LENGTH,
  timelockDecrypt,
  timelockEncrypt,
} from "../../deploy/sdk/crypto/timelock.ts";
import { errorOf } from "../fixtures/errorOf.ts";
import { seededRandom } from "../fixtures/random.ts";
import vectors from "./timelock.json" with { type: "json" };

const { publicKey } = LOCAL_LEAGUE;
const ROUND = 1_000;
const MESSAGE = new Uint8Array(32).map((_, index) => index + 1);
const encrypt = (message = MESSAGE, round = ROUND) =>
  timelockEncrypt(publicKey, round, message, seededRandom("sigma"));

/** Rounds that quicknet has published. */
const PUBLISHED: readonly (readonly [source: string, round: number, signature: Hex])[] = [
  [
    "docs.drand.love/developer/http-api",
    42,
    "0x95a9f9f5b231b7714de1553105d8ffdf3dcda24cfdb1e689319bccf79a9c8ce430a91b811fbfaf763900bc998b5d686a",
  ],
  [
    "drand-verify, `verify_works_for_g1g2_swapped_rfc`",
    123,
    "0xb75c69d0b72a5d906e854e808ba7e2accb1542ac355ae486d591aa9d43765482e26cd02df835d3546d23c4b13e0dfc92",
  ],
];

describe("isRoundSignature", () => {
  for (const [source, round, signature] of PUBLISHED) {
    it(`should take quicknet's round ${round} (${source}), and for no other round`, async () => {
      expect(await isRoundSignature(QUICKNET.publicKey, round, signature)).to.equal(true);
      expect(await isRoundSignature(QUICKNET.publicKey, round + 1, signature)).to.equal(false);
      expect(await isRoundSignature(LOCAL_LEAGUE.publicKey, round, signature)).to.equal(false);
    });
  }

  it("should take what the local beacon signs", async () => {
    expect(await isRoundSignature(publicKey, ROUND, signRound(ROUND))).to.equal(true);
    expect(await isRoundSignature(publicKey, ROUND + 1, signRound(ROUND))).to.equal(false);
  });

  it("should refuse what is no point, and infinity", async () => {
    const infinity: Hex = `0xc0${"00".repeat(47)}`;
    for (const signature of ["0x", "0x1234", `0x${"ff".repeat(48)}`, infinity] as const) {
      expect(await isRoundSignature(publicKey, ROUND, signature), signature).to.equal(false);
    }
  });
});

describe("isRoundSignature, of the round's signature written otherwise,", () => {
  const { fields, G1 } = bls12_381;
  const signature = hexToBytes(signRound(ROUND));
  const COMPRESSED = 0x80;
  const withX = (x: bigint): Hex => {
    const bytes = hexToBytes(numberToHex(x, { size: 48 }));
    bytes[0] = (bytes[0] ?? 0) | COMPRESSED;
    return bytesToHex(bytes);
  };

  for (const [what, bit] of [
    ["uncompressed", 0x80],
    ["as infinity", 0x40],
    ["with the other y", 0x20],
  ] as const) {
    it(`should refuse it ${what}`, async () => {
      const other = signature.slice();
      other[0] = (other[0] ?? 0) ^ bit;
      expect(await isRoundSignature(publicKey, ROUND, bytesToHex(other))).to.equal(false);
    });
  }

  it("should refuse an x that is not below the field's order", async () => {
    const { x } = G1.Point.fromBytes(signature).toAffine();
    const flags = (signature[0] ?? 0) & 0xe0;
    const bytes = hexToBytes(numberToHex(x + fields.Fp.ORDER, { size: 48 }));
    bytes[0] = (bytes[0] ?? 0) | flags;
    expect(await isRoundSignature(publicKey, ROUND, bytesToHex(bytes))).to.equal(false);
    // The control: written as it should be, the same x is taken.
    const right = hexToBytes(numberToHex(x, { size: 48 }));
    right[0] = (right[0] ?? 0) | flags;
    expect(await isRoundSignature(publicKey, ROUND, bytesToHex(right))).to.equal(true);
  });

  it("should refuse points of the curve that are not in the group", async () => {
    const outside: Hex[] = [];
    for (let x = 1n; outside.length < 5; x++) {
      try {
        const y = fields.Fp.sqrt(fields.Fp.create(x * x * x + 4n));
        if (!G1.Point.fromAffine({ x, y }).isTorsionFree()) outside.push(withX(x));
      } catch {
        // No point has this x.
      }
    }
    for (const point of outside) {
      expect(await isRoundSignature(publicKey, ROUND, point), point).to.equal(false);
    }
  });
});

describe("timelockEncrypt", () => {
  it("should make the bytes that drand's tlock-js 0.9.0 makes of the same randomness", async () => {
    for (const { publicKey, round, sigma, message, ciphertext } of vectors) {
      const sealed = await timelockEncrypt(
        publicKey as Hex,
        round,
        hexToBytes(message as Hex),
        () => hexToBytes(sigma as Hex),
      );
      expect(bytesToHex(sealed)).to.equal(ciphertext);
    }
  });

  it("should make 160 bytes, others each time", async () => {
    const [one, two] = [
      await timelockEncrypt(publicKey, ROUND, MESSAGE),
      await timelockEncrypt(publicKey, ROUND, MESSAGE),
    ];
    expect(one).to.have.length(TIMELOCK_LENGTH).and.not.deep.equal(two);
    expect(TIMELOCK_LENGTH).to.equal(160);
  });

  it("should refuse a message of another length", async () => {
    const { message } = await errorOf(encrypt(MESSAGE.subarray(1)), RangeError);
    expect(message).to.equal("A timelock takes 32 bytes, not 31.");
  });
});

describe("timelockDecrypt", () => {
  it("should open what drand's tlock-js 0.9.0 has encrypted, with the round's signature", async () => {
    for (const { message, ciphertext, signature } of vectors) {
      const opened = await timelockDecrypt(signature as Hex, hexToBytes(ciphertext as Hex));
      expect(opened && bytesToHex(opened)).to.equal(message);
    }
  });

  it("should give back any message, for any round", async () => {
    await fc.assert(
      fc.asyncProperty(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.integer({ min: 1, max: 2 ** 48 }),
        async (message, round) => {
          const opened = await timelockDecrypt(signRound(round), await encrypt(message, round));
          expect(opened).to.deep.equal(Uint8Array.from(message));
        },
      ),
      { numRuns: 10 },
    );
  });

  it("should not open with another round's signature", async () => {
    for (const round of [ROUND - 1, ROUND + 1]) {
      expect(await timelockDecrypt(signRound(round), await encrypt())).to.equal(undefined);
    }
  });

  it("should not open where a single bit is another", async () => {
    const [sealed, signature] = [await encrypt(), signRound(ROUND)];
    for (let byte = 0; byte < sealed.length; byte += 7) {
      const changed = sealed.map((value, index) => (index === byte ? value ^ 1 : value));
      expect(await timelockDecrypt(signature, changed), `byte ${byte}`).to.equal(undefined);
    }
  });

  it("should not open what is too short, too long, no point or infinity", async () => {
    const [sealed, signature] = [await encrypt(), signRound(ROUND)];
    const infinity = sealed.slice().fill(0, 0, 96);
    infinity[0] = 0xc0;
    for (const hostile of [
      new Uint8Array(),
      sealed.subarray(1),
      new Uint8Array(512),
      new Uint8Array(TIMELOCK_LENGTH).fill(0xff),
      infinity,
    ]) {
      expect(await timelockDecrypt(signature, hostile)).to.equal(undefined);
    }
    expect(await timelockDecrypt("0x", sealed)).to.equal(undefined);
  });
});
