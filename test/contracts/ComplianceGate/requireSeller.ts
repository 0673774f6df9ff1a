import { expect } from "chai";

import { kycDataOf } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { viem } from "../../fixtures/auctionHouse.ts";
import {
  complianceMarket,
  CONSENT,
  KYC,
  lacks,
  LICENCE,
  SANCTIONED,
} from "../../fixtures/compliance.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";

const { assertions } = viem;

describe("ComplianceGate.requireSeller", () => {
  it("should clear a seller without licence or consent credential, wherever it resides", async () => {
    const m = await complianceMarket();
    const [seller] = m.bidders;
    for (const type of [LICENCE, CONSENT, KYC]) await m.revoke(seller, type);
    await m.grant(seller, KYC, 0, kycDataOf("KP"));
    await m.sell(seller);
    const args = [seller.address, Activity.Sell, await m.leadClass()] as const;
    expect(await m.vault.read.hasPass(args)).to.equal(true);
    expect(await m.remembers(seller)).to.equal(false);
  });

  it("reverts without KYC", async () => {
    const m = await complianceMarket();
    const [seller] = m.bidders;
    await m.revoke(seller, KYC);
    await assertions.revertWithCustomErrorWithArgs(
      m.sell(seller),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(seller, lacks("kyc", seller, KYC), Activity.Sell),
    );
  });

  it("reverts for a sanctioned seller", async () => {
    const m = await complianceMarket();
    const [seller] = m.bidders;
    await m.sell(seller);
    await m.grant(seller, SANCTIONED);
    const who = seller.address.toLowerCase();
    await assertions.revertWithCustomErrorWithArgs(
      m.sell(seller),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(seller, `sanctions: ${who} is sanctioned by ${SANCTIONED}`, Activity.Sell),
    );
  });

  it("reverts for an account that nobody has registered", async () => {
    const m = await complianceMarket();
    const seller = { address: m.unknown };
    await assertions.revertWithCustomErrorWithArgs(
      m.sell(seller),
      m.gate,
      "ComplianceGate_Denied",
      m.denialOf(seller, `identity: ${m.unknown.toLowerCase()} is not registered`, Activity.Sell),
    );
  });
});
