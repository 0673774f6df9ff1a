import { expect } from "chai";
import { zeroHash } from "viem";

import {
  bountyTermsSchema,
  decodeTerms,
  encodeChanges,
  encodeTerms,
} from "../../../deploy/sdk/bounty/bountyTerms.ts";
import { ALL_HOURS } from "../../../deploy/sdk/bounty/hoursOfWeek.ts";
import { verticalIdOf } from "../../../deploy/sdk/lead/vertical.ts";

const NEEDED = { vertical: "solar", price: 95_500_000n, expiresAt: 2_000_000_000 };
const ALL = {
  ...NEEDED,
  tip: 500_000n,
  hours: "Mon-Fri 8-18",
  hourCap: 3,
  dayCap: 10,
  minScore: 6_000,
  maxConsentAge: 3_600,
  newConsumersOnly: true,
  regions: ["US-TX", "CA"],
  sources: ["DIRECT", "SEARCH"],
  sellers: ["0x00000000000000000000000000000000000000aa"],
  sellersExcluded: true,
} satisfies Parameters<typeof encodeTerms>[0];

describe("terms of a bounty", () => {
  it("exclude no lead by what they leave out", () => {
    expect(encodeTerms(NEEDED)).to.deep.equal({
      vertical: verticalIdOf("solar"),
      price: 95_500_000n,
      expiresAt: 2_000_000_000,
      tip: 0,
      hourOfWeek: ALL_HOURS,
      ...{ hourCap: 0, dayCap: 0, minScore: 0, maxConsentAge: 0 },
      ...{ newConsumersOnly: false, sellersExcluded: false },
      ...{ regions: [], sources: [], sellers: [] },
      privateCriteriaHash: zeroHash,
      sealedCriteria: "0x",
    });
  });

  it("read back from the contract as they were written", () => {
    const { vertical, ...same } = ALL;
    expect(decodeTerms(encodeTerms(ALL))).to.deep.equal({
      ...same,
      verticalId: verticalIdOf(vertical),
      privateCriteriaHash: null,
    });
  });

  it("change by what is named alone", () => {
    expect(encodeChanges({ price: 1n, tip: undefined })).to.deep.equal({ price: 1n });
  });

  it("are refused by name where they are wrong", () => {
    const wrong = {
      price: 0n,
      tip: 2n ** 32n,
      minScore: 10_001,
      hourCap: 65_536,
      regions: ["Texas"],
      sources: ["BOUGHT"],
      sellers: ["0x12"],
      vertical: "",
    };
    for (const [name, value] of Object.entries(wrong)) {
      const { error } = bountyTermsSchema.safeParse({ ...ALL, [name]: value });
      expect(error?.issues[0]?.path[0], name).to.equal(name);
    }
  });
});
