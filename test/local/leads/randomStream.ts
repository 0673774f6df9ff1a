import { createHash } from "node:crypto";

import { expect } from "chai";
import fc from "fast-check";

import { randomStream } from "../../../deploy/local/leads/randomStream.ts";

describe("local leads: randomStream", () => {
  it("it should take 48 bits of SHA-256 over seed and counter", () => {
    const random = randomStream("seed");
    for (const counter of [0, 1, 2]) {
      const digest = createHash("sha256")
        .update("seed\0")
        .update(Uint8Array.of(0, 0, 0, counter))
        .digest();
      expect(random.integer(0, 2 ** 48 - 1)).to.equal(digest.readUIntBE(0, 6));
    }
  });
  it("it should stay within its range", () => {
    fc.assert(
      fc.property(fc.string(), fc.nat(1_000), fc.nat(1_000), (seed, min, span) => {
        const value = randomStream(seed).integer(min, min + span);
        return Number.isInteger(value) && value >= min && value <= min + span;
      }),
    );
  });
  it("it should pick every item about as often", () => {
    const random = randomStream("dice");
    const throws = Array.from({ length: 6_000 }, () => random.pick([1, 2, 3, 4, 5, 6]));
    for (const face of [1, 2, 3, 4, 5, 6]) {
      expect(throws.filter((value) => value === face).length).to.be.within(850, 1_150);
    }
  });
  it("it should hit a chance as often as its percentage says", () => {
    const random = randomStream("coin");
    const hits = Array.from({ length: 5_000 }, () => random.chance(20)).filter(Boolean).length;
    expect(hits).to.be.within(880, 1_120);
    expect(random.chance(0)).to.equal(false);
    expect(random.chance(100)).to.equal(true);
  });
});
