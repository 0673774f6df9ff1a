import { expect } from "chai";

import { viem } from "../../fixtures/auctionHouse.ts";
import { complianceMarket, LEAD_REGION, LEAD_VERTICAL } from "../../fixtures/compliance.ts";
import { region, verticalId } from "../../fixtures/registry.ts";

const { assertions } = viem;

/** Three classes, numbered in the order in which sellers used them. */
const CLASSES = [
  [LEAD_VERTICAL, LEAD_REGION],
  [LEAD_VERTICAL, region("CA-ON")],
  [verticalId("insurance.auto"), LEAD_REGION],
] as const;

/** The market, in which sellers have used all classes. */
async function numbered() {
  const m = await complianceMarket();
  for (const subject of CLASSES) {
    await m.gate.write.requireSeller([m.seller.address, ...subject], m.asHouse);
  }
  return m;
}

describe("ComplianceGate.leadClassAt", () => {
  it("should be the vertical and region that have the number", async () => {
    const { gate } = await numbered();
    for (const [index, subject] of CLASSES.entries()) {
      expect(await gate.read.leadClassOf([...subject])).to.equal(index + 1);
      expect(await gate.read.leadClassAt([index + 1])).to.deep.equal(subject);
    }
  });

  it("should stay the same when the rules change", async () => {
    const m = await numbered();
    await m.gate.write.invalidateAll({ account: m.compliance.account });
    await m.sell(m.seller);
    expect(await m.gate.read.leadClassAt([1])).to.deep.equal(CLASSES[0]);
  });

  for (const [what, leadClass] of [
    ["zero", 0],
    ["one above the last", CLASSES.length + 1],
    ["the largest", 2 ** 32 - 1],
  ] as const) {
    it(`reverts for a number that no class has: ${what}`, async () => {
      const { gate } = await numbered();
      await assertions.revertWithCustomErrorWithArgs(
        gate.read.leadClassAt([leadClass]),
        gate,
        "ComplianceGate_UnknownLeadClass",
        [leadClass],
      );
    });
  }

  it("should tell what a lead's record leaves to it", async () => {
    const m = await numbered();
    const { leadId } = await m.list();
    const { leadClass, vertical, region: place } = await m.nft.read.leadOf([leadId]);
    expect(await m.gate.read.leadClassAt([leadClass])).to.deep.equal([vertical, place]);
    expect([vertical, place]).to.deep.equal(CLASSES[leadClass - 1]);
  });
});
