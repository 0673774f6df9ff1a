import { expect } from "chai";

import { kycDataOf } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import {
  newIdentityOf,
  complianceMarket,
  END_OF_TIME,
  CONSENT,
  KYC,
  lacks,
  LEAD_REGION,
  LICENCE,
  STATE_LICENCE,
  SANCTIONED,
} from "../../fixtures/compliance.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";

const { assertions } = viem;
const [HOUR, YEAR] = [3_600, 365 * 86_400];

async function expectDenied(m: Awaited<ReturnType<typeof complianceMarket>>, reason: string) {
  const [bidder] = m.bidders;
  await assertions.revertWithCustomErrorWithArgs(
    m.receive(bidder),
    m.gate,
    "ComplianceGate_Denied",
    m.denialOf(bidder, reason),
  );
  expect(await m.remembers(bidder)).to.equal(false);
}

describe("ComplianceGate.decide", () => {
  describe("given an account that holds everything", () => {
    it("should clear it without end where nothing expires, and say so", async () => {
      const m = await complianceMarket();
      const [bidder] = m.bidders;
      await assertions.emitWithArgs(m.receive(bidder), m.gate, "PassGranted", [
        bidder.address,
        1,
        Activity.Receive,
        END_OF_TIME,
      ]);
      expect(await m.remembers(bidder)).to.equal(true);
      await networkHelpers.time.increase(YEAR);
      expect(await m.remembers(bidder)).to.equal(true);
    });

    it("should not ask the engine again while the pass is remembered", async () => {
      const m = await complianceMarket();
      const [bidder] = m.bidders;
      await m.receive(bidder);
      const again = await m.receive(bidder);
      const { logs } = await m.publicClient.getTransactionReceipt({ hash: again });
      expect(logs).to.deep.equal([]);
    });

    it("should give no pass for another class, activity or account", async () => {
      const m = await complianceMarket();
      const [bidder, other] = m.bidders;
      await m.receive(bidder);
      const leadClass = await m.leadClass();
      const passes = await Promise.all([
        m.vault.read.hasPass([bidder.address, Activity.Receive, leadClass + 1]),
        m.vault.read.hasPass([bidder.address, Activity.Sell, leadClass]),
        m.vault.read.hasPass([other.address, Activity.Receive, leadClass]),
      ]);
      expect(passes).to.deep.equal([false, false, false]);
    });

    it("should clear it until the first of its credentials expires", async () => {
      const m = await complianceMarket();
      const [bidder] = m.bidders;
      const expiry = (await networkHelpers.time.latest()) + HOUR;
      await m.renew(bidder, CONSENT, expiry + HOUR);
      await m.renew(bidder, LICENCE, expiry);
      await assertions.emitWithArgs(m.receive(bidder), m.gate, "PassGranted", [
        bidder.address,
        1,
        Activity.Receive,
        expiry,
      ]);
      await networkHelpers.time.increaseTo(expiry - 1);
      expect(await m.remembers(bidder)).to.equal(true);
      await networkHelpers.time.increaseTo(expiry);
      await expectDenied(m, lacks("licence", bidder, STATE_LICENCE));
    });
  });

  describe("given an account that lacks something", () => {
    it("reverts for one that is not registered", async () => {
      const m = await complianceMarket();
      const { unknown } = m;
      await assertions.revertWithCustomErrorWithArgs(
        m.receive({ address: unknown }),
        m.gate,
        "ComplianceGate_Denied",
        m.denialOf({ address: unknown }, `identity: ${unknown.toLowerCase()} is not registered`),
      );
    });

    for (const [rule, type] of [
      ["kyc", KYC],
      ["licence", LICENCE],
      ["consent", CONSENT],
    ] as const) {
      const missing = type === LICENCE ? STATE_LICENCE : type;
      it(`reverts without a ${rule} credential`, async () => {
        const m = await complianceMarket();
        const [bidder] = m.bidders;
        await m.revoke(bidder, type);
        await expectDenied(m, lacks(rule, bidder, missing));
      });

      it(`reverts when the ${rule} credential expires while a pass is remembered`, async () => {
        const m = await complianceMarket();
        const [bidder] = m.bidders;
        const expiry = (await networkHelpers.time.latest()) + HOUR;
        await m.renew(bidder, type, expiry);
        await m.receive(bidder);
        await networkHelpers.time.increaseTo(expiry);
        await expectDenied(m, lacks(rule, bidder, missing));
      });
    }

    it("reverts for one that is sanctioned, even when the sanction has expired", async () => {
      const m = await complianceMarket();
      const [bidder] = m.bidders;
      const expiry = (await networkHelpers.time.latest()) + HOUR;
      await m.grant(bidder, SANCTIONED, expiry);
      const who = bidder.address.toLowerCase();
      await expectDenied(m, `sanctions: ${who} is sanctioned by ${SANCTIONED}`);
      await networkHelpers.time.increaseTo(expiry);
      await expectDenied(m, `sanctions: ${who} is sanctioned by ${SANCTIONED}`);
      await m.revoke(bidder, SANCTIONED);
      await m.receive(bidder);
      expect(await m.remembers(bidder)).to.equal(true);
    });

    it("reverts for one whose country has no data-protection regime", async () => {
      const m = await complianceMarket();
      const [bidder] = m.bidders;
      await m.revoke(bidder, KYC);
      await m.grant(bidder, KYC, 0, kycDataOf("KP"));
      const who = bidder.address.toLowerCase();
      await expectDenied(m, `transfer: ${who} or the lead is in an unknown country`);
    });

    it("reverts for one whose KYC data is not a jurisdiction", async () => {
      const m = await complianceMarket();
      const [bidder] = m.bidders;
      await m.revoke(bidder, KYC);
      await m.grant(bidder, KYC, 0, "0x5553");
      const who = bidder.address.toLowerCase();
      await expectDenied(m, `transfer: ${who} or the lead is in an unknown country`);
    });

    it("reverts for a vertical that nobody has configured", async () => {
      const m = await complianceMarket();
      const [{ address }] = m.bidders;
      const vertical = newIdentityOf(address);
      await assertions.revertWithCustomErrorWithArgs(
        m.receive({ address }, { vertical }),
        m.gate,
        "ComplianceGate_Denied",
        [
          address,
          Activity.Receive,
          vertical,
          LEAD_REGION,
          `licence: ${address.toLowerCase()} asks for an unknown vertical`,
        ],
      );
    });
  });
});
