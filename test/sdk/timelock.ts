import { expect } from "chai";
import fc from "fast-check";
import { bytesToHex, hexToBytes, type Hex } from "viem";

import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import { signRound } from "../../deploy/local/beacon/signRound.ts";
import { QUICKNET } from "../../deploy/sdk/bid/beaconChain.ts";
import {
  isRoundSignature,
  TIMELOCK_LENGTH,
  timelockDecrypt,
  timelockEncrypt,
} from "../../deploy/sdk/crypto/timelock.ts";
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
    it(`should take quicknet's round ${round} (${source}), and for no other round`, () => {
      expect(isRoundSignature(QUICKNET.publicKey, round, signature)).to.equal(true);
      expect(isRoundSignature(QUICKNET.publicKey, round + 1, signature)).to.equal(false);
      expect(isRoundSignature(LOCAL_LEAGUE.publicKey, round, signature)).to.equal(false);
    });
  }

  it("should take what the local beacon signs", () => {
    expect(isRoundSignature(publicKey, ROUND, signRound(ROUND))).to.equal(true);
    expect(isRoundSignature(publicKey, ROUND + 1, signRound(ROUND))).to.equal(false);
  });

  it("should refuse what is no point, and infinity", () => {
    const infinity: Hex = `0xc0${"00".repeat(47)}`;
    for (const signature of ["0x", "0x1234", `0x${"ff".repeat(48)}`, infinity] as const) {
      expect(isRoundSignature(publicKey, ROUND, signature), signature).to.equal(false);
    }
  });
});

describe("timelockEncrypt", () => {
  it("should make the bytes that drand's tlock-js 0.9.0 makes of the same randomness", () => {
    for (const { publicKey, round, sigma, message, ciphertext } of vectors) {
      const sealed = timelockEncrypt(publicKey as Hex, round, hexToBytes(message as Hex), () =>
        hexToBytes(sigma as Hex),
      );
      expect(bytesToHex(sealed)).to.equal(ciphertext);
    }
  });

  it("should make 160 bytes, others each time", () => {
    const [one, two] = [1, 2].map(() => timelockEncrypt(publicKey, ROUND, MESSAGE));
    expect(one).to.have.length(TIMELOCK_LENGTH).and.not.deep.equal(two);
    expect(TIMELOCK_LENGTH).to.equal(160);
  });

  it("should refuse a message of another length", () => {
    expect(() => encrypt(MESSAGE.subarray(1))).to.throw(RangeError);
  });
});

describe("timelockDecrypt", () => {
  it("should open what drand's tlock-js 0.9.0 has encrypted, with the round's signature", () => {
    for (const { message, ciphertext, signature } of vectors) {
      const opened = timelockDecrypt(signature as Hex, hexToBytes(ciphertext as Hex));
      expect(opened && bytesToHex(opened)).to.equal(message);
    }
  });

  it("should give back any message, for any round", () => {
    fc.assert(
      fc.property(
        fc.uint8Array({ minLength: 32, maxLength: 32 }),
        fc.integer({ min: 1, max: 2 ** 48 }),
        (message, round) => {
          const opened = timelockDecrypt(signRound(round), encrypt(message, round));
          expect(opened).to.deep.equal(Uint8Array.from(message));
        },
      ),
      { numRuns: 10 },
    );
  });

  it("should not open with another round's signature", () => {
    for (const round of [ROUND - 1, ROUND + 1]) {
      expect(timelockDecrypt(signRound(round), encrypt())).to.equal(undefined);
    }
  });

  it("should not open where a single bit is another", () => {
    const [sealed, signature] = [encrypt(), signRound(ROUND)];
    for (let byte = 0; byte < sealed.length; byte += 7) {
      const changed = sealed.map((value, index) => (index === byte ? value ^ 1 : value));
      expect(timelockDecrypt(signature, changed), `byte ${byte}`).to.equal(undefined);
    }
  });

  it("should not open what is too short, too long, no point or infinity", () => {
    const [sealed, signature] = [encrypt(), signRound(ROUND)];
    const infinity = sealed.slice().fill(0, 0, 96);
    infinity[0] = 0xc0;
    for (const hostile of [
      new Uint8Array(),
      sealed.subarray(1),
      new Uint8Array(512),
      new Uint8Array(TIMELOCK_LENGTH).fill(0xff),
      infinity,
    ]) {
      expect(timelockDecrypt(signature, hostile)).to.equal(undefined);
    }
    expect(timelockDecrypt("0x", sealed)).to.equal(undefined);
  });
});
