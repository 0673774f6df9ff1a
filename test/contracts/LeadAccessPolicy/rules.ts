import { expect } from "chai";
import { stringToHex, zeroHash } from "viem";

import { LicenceDemand } from "../../../deploy/parameters/compliance/licences.ts";
import { countryToHex } from "../../../deploy/parameters/compliance/transfers.ts";
import { accessMarket } from "../../fixtures/accessMarket.ts";
import { by, viem } from "../../fixtures/auctionHouse.ts";
import { region, verticalId } from "../../fixtures/registry.ts";

const { assertions } = viem;
const REGIME = stringToHex("GDPR", { size: 32 });

describe("LeadAccessPolicy.setCountry", () => {
  it("should replace regime and free routes, and say so", async () => {
    const { gate, setCountry } = await accessMarket();
    await setCountry("DE", REGIME, ["US", "GB"]);
    const hash = await setCountry("DE", REGIME, ["US"]);
    const args = [countryToHex("DE"), REGIME, [countryToHex("US")]] as const;
    await assertions.emitWithArgs(hash, gate, "CountrySet", [...args]);
    expect(await gate.read.countryOf([args[0]])).to.deep.equal([REGIME, args[2]]);
  });

  it("should make a country unknown again", async () => {
    const { setCountry, explain } = await accessMarket();
    await setCountry("US", zeroHash);
    expect((await explain())["transfer"]).to.equal("failed");
  });

  for (const country of ["us", "U1"]) {
    it(`reverts for ${country}`, async () => {
      const { gate, setCountry } = await accessMarket();
      for (const attempt of [
        () => setCountry(country, REGIME),
        () => setCountry("DE", REGIME, ["US", country]),
      ]) {
        await assertions.revertWithCustomErrorWithArgs(
          attempt(),
          gate,
          "LeadAccessPolicy_InvalidCountry",
          [countryToHex(country)],
        );
      }
    });
  }

  it("reverts for more than 250 free routes", async () => {
    const { gate, setCountry } = await accessMarket();
    const many = Array.from({ length: 251 }, () => "US");
    await assertions.revertWithCustomErrorWithArgs(
      setCountry("DE", REGIME, many),
      gate,
      "LeadAccessPolicy_TooManyCountries",
      [251n, 250n],
    );
  });

  it("reverts for a caller without the role", async () => {
    const { gate, bidder } = await accessMarket();
    await assertions.revertWithCustomErrorWithArgs(
      gate.write.setCountry([countryToHex("DE"), REGIME, []], by(bidder)),
      gate,
      "AccessManagedUnauthorized",
      [bidder.address],
    );
  });
});

describe("LeadAccessPolicy.setLicenceDemand", () => {
  it("should set the demand of these regions, and say so", async () => {
    const { gate, setLicenceDemand } = await accessMarket();
    const regions = ["US-TX", "DE"];
    const hash = await setLicenceDemand("solar", regions, LicenceDemand.NotDemanded);
    await assertions.emitWithArgs(hash, gate, "LicenceDemandSet", [
      verticalId("solar"),
      regions.map(region),
      LicenceDemand.NotDemanded,
    ]);
    for (const code of regions) {
      expect(await gate.read.licenceDemandOf([verticalId("solar"), region(code)])).to.equal(
        LicenceDemand.NotDemanded,
      );
    }
  });

  it("reverts for a vertical that is no root, and for an unknown one", async () => {
    const { gate, setLicenceDemand } = await accessMarket();
    for (const [slug, root] of [
      ["solar.residential", verticalId("solar")],
      ["nothing", zeroHash],
    ] as const) {
      await assertions.revertWithCustomErrorWithArgs(
        setLicenceDemand(slug, ["US"], LicenceDemand.Demanded),
        gate,
        "LeadAccessPolicy_NotRootVertical",
        [verticalId(slug), root],
      );
    }
  });

  it("reverts for a region that is none", async () => {
    const { gate, setLicenceDemand } = await accessMarket();
    await assertions.revertWithCustomErrorWithArgs(
      setLicenceDemand("solar", ["us-tx"], LicenceDemand.Demanded),
      gate,
      "LeadAccessPolicy_InvalidRegion",
      [region("us-tx")],
    );
  });

  it("reverts for a caller without the role", async () => {
    const { gate, bidder } = await accessMarket();
    await assertions.revertWithCustomErrorWithArgs(
      gate.write.setLicenceDemand([verticalId("solar"), [], 0], by(bidder)),
      gate,
      "AccessManagedUnauthorized",
      [bidder.address],
    );
  });
});
