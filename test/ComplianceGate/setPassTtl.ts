import { expect } from "chai";

import { by, networkHelpers, setAsConfigurator, viem } from "../fixtures/auctionHouse.ts";
import { complianceMarket, PASS_TTL } from "../fixtures/compliance.ts";

const { assertions } = viem;
const [MIN, MAX] = [60, 7 * 86_400];

describe("ComplianceGate.setPassTtl", () => {
  it("should start with the deployment's", async () => {
    const { gate } = await complianceMarket();
    expect(await gate.read.passTtl()).to.equal(PASS_TTL);
  });

  it("should count for passes from now on", async () => {
    const m = await complianceMarket();
    const hash = await setAsConfigurator(m, m.gate, "setPassTtl", MIN);
    await assertions.emitWithArgs(hash, m.gate, "PassTtlSet", [MIN]);
    await m.receive(m.bidders[0]);
    await networkHelpers.time.increase(MIN - 1);
    expect(await m.remembers(m.bidders[0])).to.equal(true);
    await networkHelpers.time.increase(1);
    expect(await m.remembers(m.bidders[0])).to.equal(false);
  });

  for (const ttl of [MIN - 1, MAX + 1]) {
    it(`reverts for ${ttl} seconds`, async () => {
      const m = await complianceMarket();
      await assertions.revertWithCustomErrorWithArgs(
        setAsConfigurator(m, m.gate, "setPassTtl", ttl),
        m.gate,
        "ComplianceGate_InvalidPassTtl",
        [BigInt(ttl), BigInt(MIN), BigInt(MAX)],
      );
    });
  }

  it("reverts for a caller without the role", async () => {
    const m = await complianceMarket();
    await assertions.revertWithCustomErrorWithArgs(
      m.gate.write.setPassTtl([MIN], by(m.bidders[0])),
      m.gate,
      "AccessManagedUnauthorized",
      [m.bidders[0].address],
    );
  });
});
