import { expect } from "chai";

import { meanRatioBps, multiplierAt } from "../../deploy/sdk/lead/reserve.ts";
import {
  BTC_REFERENCE,
  deployReservePricer,
  ETH_REFERENCE,
  networkHelpers,
  VERTICAL,
} from "../fixtures/reservePricer.ts";

/** Rises, falls and rises again; no slope is a whole number. */
const CURVE = [
  { ratioBps: 5_003, multiplierBps: 7_001 },
  { ratioBps: 9_001, multiplierBps: 13_337 },
  { ratioBps: 12_007, multiplierBps: 6_111 },
  { ratioBps: 20_011, multiplierBps: 19_999 },
];

describe("a reserve curve in the SDK", () => {
  it("gives the contract's multiplier at every kind of ratio, to the basis point", async () => {
    const { pricer, btcFeed, ethFeed } = await networkHelpers.loadFixture(deployReservePricer);
    await pricer.write.setMultiplierBounds([5_000, 20_000]);
    await pricer.write.setCurve([VERTICAL, CURVE]);
    const ratios = [3_000, 5_002, 5_003, 5_004, 7_777, 9_000, 9_001, 9_002, 10_009, 12_006, 12_007];
    for (const bps of [...ratios, 12_008, 15_555, 20_010, 20_011, 20_012, 40_000]) {
      const btc = (BTC_REFERENCE * BigInt(bps)) / 10_000n;
      const eth = (ETH_REFERENCE * BigInt(bps + 1)) / 10_000n + 1n;
      await btcFeed.write.updateAnswer([btc]);
      await ethFeed.write.updateAnswer([eth]);
      const ratio = meanRatioBps(
        { price: btc, referencePrice: BTC_REFERENCE },
        { price: eth, referencePrice: ETH_REFERENCE },
      );
      const { multiplierBps, fault } = await pricer.read.quoteOf([VERTICAL]);
      expect(fault).to.equal(0);
      expect(multiplierAt(CURVE, ratio), `at ${ratio}`).to.equal(multiplierBps);
    }
  });

  it("needs a corner", () => {
    expect(() => multiplierAt([], 10_000)).to.throw(RangeError);
  });

  it("is level with one corner", () => {
    const level = [{ ratioBps: 10_000, multiplierBps: 9_000 }];
    for (const ratio of [0, 10_000, 60_000]) expect(multiplierAt(level, ratio)).to.equal(9_000);
  });
});
