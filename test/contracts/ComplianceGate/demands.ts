import { expect } from "chai";
import { stringToHex, zeroHash, type Hex } from "viem";

import { licenceTypeOf } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { LicenceDemand } from "../../../deploy/parameters/compliance/licences.ts";
import { accessMarket } from "../../fixtures/accessMarket.ts";
import { networkHelpers, setAsConfigurator, viem } from "../../fixtures/auctionHouse.ts";
import {
  CONSENT,
  lacks,
  LEAD_REGION,
  LEAD_VERTICAL,
  LICENCE,
  STATE_LICENCE,
  Verdict,
} from "../../fixtures/compliance.ts";
import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { region, RULES, verticalId } from "../../fixtures/registry.ts";

const { assertions } = viem;
const SLUG = "solar.residential";
/** Code that burns all gas on every call. */
const INVALID = "0xfe";
const REGIME = stringToHex("TEST", { size: 32 });

/** A bidder who has been cleared for a lead class: the gate knows what its leads demand. */
async function resolved() {
  const m = await accessMarket();
  await m.receive(m.bidder);
  const configure = (
    slug: string,
    demands: { readonly licenceRequired?: boolean; readonly consentRequired: boolean },
  ) => setAsConfigurator(m, m.registry, "configureVertical", slug, { ...RULES, ...demands });
  const denied = (reason: string, vertical: Hex = LEAD_VERTICAL, place: Hex = LEAD_REGION) =>
    assertions.revertWithCustomErrorWithArgs(
      m.receive(m.bidder, { vertical, place }),
      m.gate,
      "ComplianceGate_Denied",
      [m.bidder.address, Activity.Receive, vertical, place, reason],
    );
  return { ...m, configure, denied };
}

describe("What the gate knows of a lead class's demands", () => {
  it("should be what the policy says", async () => {
    const { gate } = await accessMarket();
    expect(await gate.read.demandsOf([LEAD_VERTICAL, LEAD_REGION])).to.deep.equal({
      root: verticalId("solar"),
      licence: true,
      consent: true,
      knownCountry: true,
    });
    expect(await gate.read.demandsOf([verticalId("nothing"), region("KP")])).to.deep.equal({
      root: zeroHash,
      licence: false,
      consent: false,
      knownCountry: false,
    });
  });

  it("should follow the region's demand of a licence", async () => {
    const { bidder, revoke, receive, remembers, setLicenceDemand, denied } = await resolved();
    await revoke(bidder, LICENCE);
    await denied(lacks("licence", bidder, STATE_LICENCE));
    await setLicenceDemand("solar", ["US-TX"], LicenceDemand.NotDemanded);
    await receive(bidder);
    expect(await remembers(bidder)).to.equal(true);
    await setLicenceDemand("solar", ["US-TX"], LicenceDemand.Demanded);
    await denied(lacks("licence", bidder, STATE_LICENCE));
  });

  it("should follow the vertical's demands", async () => {
    const { bidder, revoke, receive, configure, denied } = await resolved();
    await revoke(bidder, CONSENT);
    await denied(lacks("consent", bidder, CONSENT));
    await configure(SLUG, { consentRequired: false });
    await receive(bidder);
    await configure(SLUG, { consentRequired: true });
    await denied(lacks("consent", bidder, CONSENT));
  });

  it("should follow the country's regime, for holders at home and abroad", async () => {
    const { bidder, receive, setCountry, denied } = await resolved();
    const reason = `transfer: ${bidder.address.toLowerCase()} or the lead is in an unknown country`;
    await setCountry("US", zeroHash);
    await denied(reason);
    await setCountry("US", REGIME);
    await receive(bidder);
  });

  it("should not be kept for an unknown vertical, whose leads a seller may have classed", async () => {
    const { bidder, gate, asHouse, configure, denied, receive } = await resolved();
    const vertical = verticalId("solar.parks");
    await gate.write.requireSeller([bidder.address, vertical, LEAD_REGION], asHouse);
    expect(await gate.read.leadClassOf([vertical, LEAD_REGION])).not.to.equal(0);
    const reason = `licence: ${bidder.address.toLowerCase()} asks for an unknown vertical`;
    await denied(reason, vertical);
    await configure("solar.parks", { licenceRequired: false, consentRequired: false });
    await receive(bidder, { vertical });
  });

  it("should be silence while the vertical registry gives no answer: nobody is cleared, nobody denied", async () => {
    const { bidder, gate, registry, sell } = await accessMarket();
    await networkHelpers.setCode(registry.address, INVALID);
    const subject = [LEAD_VERTICAL, LEAD_REGION] as const;
    expect(await gate.read.statusOf([bidder.address, Activity.Receive, ...subject])).to.deep.equal({
      ...{ remembered: false, verdict: Verdict.Unavailable, reason: "" },
    });
    await assertions.revertWithCustomErrorWithArgs(
      sell(bidder),
      gate,
      "ComplianceGate_Unavailable",
      ["0x"],
    );
  });

  it("should be each region's own: a licence of Texas opens no lead of California", async () => {
    const { bidder, revoke, grant, receive, denied } = await resolved();
    await revoke(bidder, LICENCE);
    await grant(bidder, STATE_LICENCE);
    await receive(bidder);
    const reason = lacks("licence", bidder, licenceTypeOf("solar", "US-CA"));
    await denied(reason, LEAD_VERTICAL, region("US-CA"));
    const parent = verticalId("solar");
    await receive(bidder, { vertical: parent });
    await denied(reason, parent, region("US-CA"));
  });
});
