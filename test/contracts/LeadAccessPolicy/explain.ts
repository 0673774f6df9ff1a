import { expect } from "chai";
import { getAddress } from "viem";

import {
  licenceTypeOf,
  transferTypeOf,
} from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { LicenceDemand } from "../../../deploy/parameters/compliance/licences.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { accessMarket } from "../../fixtures/accessMarket.ts";
import {
  CONSENT,
  KYC,
  LEAD_REGION,
  LEAD_VERTICAL,
  LICENCE,
  SANCTIONED,
} from "../../fixtures/compliance.ts";

const CLEAR = {
  identity: "passed",
  kyc: ["passed", KYC],
  sanctions: "passed",
  licence: ["passed", LICENCE],
  transfer: "passed",
  consent: ["passed", CONSENT],
};
const EU = { from: "DE" } as const;
const TRANSFER = transferTypeOf("GDPR");

describe("LeadAccessPolicy.explain", () => {
  describe("given an account that is clear", () => {
    it("should pass every rule for receiving", async () => {
      const { explain } = await accessMarket();
      expect(await explain()).to.deep.equal(CLEAR);
    });

    it("should need three rules for selling", async () => {
      const { explain } = await accessMarket();
      const notNeeded = { licence: "not needed", transfer: "not needed", consent: "not needed" };
      expect(await explain({ activity: Activity.Sell })).to.deep.equal({ ...CLEAR, ...notNeeded });
    });

    it("should say until when a credential holds", async () => {
      const { gate, bidder, renew } = await accessMarket();
      await renew(bidder, KYC, 2_000_000_000);
      const args = [bidder.address, Activity.Receive, LEAD_VERTICAL, LEAD_REGION] as const;
      const [, kyc, sanctions] = await gate.read.explain(args);
      expect([kyc?.expiresAt, sanctions?.expiresAt]).to.deep.equal([2_000_000_000, 0]);
    });
  });

  describe("given an account that nobody knows", () => {
    it("should fail every rule that needs a credential, without reverting", async () => {
      const { gate } = await accessMarket();
      const unknown = getAddress(`0x${"1d".repeat(20)}`);
      const args = [unknown, Activity.Receive, LEAD_VERTICAL, LEAD_REGION] as const;
      const findings = await gate.read.explain(args);
      expect(findings.map(({ outcome }) => outcome)).to.deep.equal([2, 2, 1, 2, 2, 2]);
    });
  });

  describe("sanctions", () => {
    it("should fail for who holds the credential", async () => {
      const { explain, grant, bidder } = await accessMarket();
      await grant(bidder, SANCTIONED);
      expect(await explain()).to.deep.equal({ ...CLEAR, sanctions: ["failed", SANCTIONED] });
    });
  });

  describe("licences", () => {
    const STATE = licenceTypeOf("solar", "US-TX");

    it("should take the state's as well as the country's", async () => {
      const { explain, grant, revoke, bidder } = await accessMarket();
      await revoke(bidder, LICENCE);
      expect((await explain())["licence"]).to.deep.equal(["failed", STATE]);
      await grant(bidder, STATE);
      expect((await explain())["licence"]).to.deep.equal(["passed", STATE]);
      expect((await explain({ from: "US-CA" }))["licence"]).to.deep.equal([
        "failed",
        licenceTypeOf("solar", "US-CA"),
      ]);
    });

    it("should not take a state's for a lead that names only the country", async () => {
      const { explain, grant, revoke, bidder } = await accessMarket();
      await revoke(bidder, LICENCE);
      await grant(bidder, STATE);
      expect((await explain({ from: "US" }))["licence"]).to.deep.equal(["failed", LICENCE]);
    });

    it("should not take another root vertical's", async () => {
      const { explain } = await accessMarket();
      expect((await explain({ vertical: "insurance.auto" }))["licence"]).to.deep.equal([
        "failed",
        licenceTypeOf("insurance", "US-TX"),
      ]);
    });

    it("should ask what the region says, then the country, then the vertical", async () => {
      const { explain, setLicenceDemand, moveTo } = await accessMarket();
      await setLicenceDemand("solar", ["US-TX"], LicenceDemand.NotDemanded);
      expect((await explain())["licence"]).to.equal("not needed");
      expect((await explain({ from: "US-NM" }))["licence"]).to.deep.equal(["passed", LICENCE]);
      await moveTo("DE");
      expect((await explain(EU))["licence"]).to.equal("not needed");
    });
  });

  describe("transfers", () => {
    it("should pass within a regime", async () => {
      const { explain, moveTo } = await accessMarket();
      await moveTo("FR");
      expect((await explain(EU))["transfer"]).to.equal("passed");
    });

    it("should pass to a country that the lead's declares adequate", async () => {
      const { explain, moveTo } = await accessMarket();
      await moveTo("JP-13");
      expect((await explain(EU))["transfer"]).to.equal("passed");
    });

    it("should need the regime's credential across other borders", async () => {
      const { explain, grant, bidder } = await accessMarket();
      expect((await explain(EU))["transfer"]).to.deep.equal(["failed", TRANSFER]);
      await grant(bidder, TRANSFER);
      expect((await explain(EU))["transfer"]).to.deep.equal(["passed", TRANSFER]);
    });

    for (const [where, from, home] of [
      ["the lead's", "KP", "US-TX"],
      ["the account's", "DE", "KP"],
    ] as const) {
      it(`should fail where ${where} country is unknown, whatever the account holds`, async () => {
        const { explain, grant, moveTo, bidder } = await accessMarket();
        await grant(bidder, TRANSFER);
        await moveTo(home);
        expect((await explain({ from }))["transfer"]).to.equal("failed");
      });
    }
  });

  describe("consent", () => {
    it("should fail without the credential where the vertical demands consent", async () => {
      const { explain, revoke, bidder } = await accessMarket();
      await revoke(bidder, CONSENT);
      expect(await explain()).to.deep.equal({ ...CLEAR, consent: ["failed", CONSENT] });
    });

    it("should fail for a vertical that nobody has configured", async () => {
      const { explain } = await accessMarket();
      const { licence, consent } = await explain({ vertical: "nothing" });
      expect([licence, consent]).to.deep.equal(["failed", "failed"]);
    });
  });
});
