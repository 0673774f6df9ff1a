import { expect } from "chai";
import { stringToHex, zeroHash } from "viem";

import { LicenceDemand } from "../../deploy/parameters/compliance/licences.ts";
import { countryToHex } from "../../deploy/parameters/compliance/transfers.ts";
import { accessMarket } from "../fixtures/accessPolicy.ts";
import { by, viem } from "../fixtures/auctionHouse.ts";
import { region, verticalId } from "../fixtures/registry.ts";

const { assertions } = viem;
const REGIME = stringToHex("GDPR", { size: 32 });

describe("LeadAccessPolicy.setCountry", () => {
  it("should replace regime and free routes, and say so", async () => {
    const { accessPolicy, setCountry } = await accessMarket();
    await setCountry("DE", REGIME, ["US", "GB"]);
    const hash = await setCountry("DE", REGIME, ["US"]);
    const args = [countryToHex("DE"), REGIME, [countryToHex("US")]] as const;
    await assertions.emitWithArgs(hash, accessPolicy, "CountrySet", [...args]);
    expect(await accessPolicy.read.countryOf([args[0]])).to.deep.equal([REGIME, args[2]]);
  });

  it("should make a country unknown again", async () => {
    const { setCountry, explain } = await accessMarket();
    await setCountry("US", zeroHash);
    expect((await explain())["transfer"]).to.equal("failed");
  });

  for (const country of ["us", "U1"]) {
    it(`reverts for ${country}`, async () => {
      const { accessPolicy, setCountry } = await accessMarket();
      for (const attempt of [
        () => setCountry(country, REGIME),
        () => setCountry("DE", REGIME, ["US", country]),
      ]) {
        await assertions.revertWithCustomErrorWithArgs(
          attempt(),
          accessPolicy,
          "LeadAccessPolicy_InvalidCountry",
          [countryToHex(country)],
        );
      }
    });
  }

  it("reverts for more than 250 free routes", async () => {
    const { accessPolicy, setCountry } = await accessMarket();
    const many = Array.from({ length: 251 }, () => "US");
    await assertions.revertWithCustomErrorWithArgs(
      setCountry("DE", REGIME, many),
      accessPolicy,
      "LeadAccessPolicy_TooManyCountries",
      [251n, 250n],
    );
  });

  it("reverts for a caller without the role", async () => {
    const { accessPolicy, bidder } = await accessMarket();
    await assertions.revertWithCustomErrorWithArgs(
      accessPolicy.write.setCountry([countryToHex("DE"), REGIME, []], by(bidder)),
      accessPolicy,
      "AccessManagedUnauthorized",
      [bidder.address],
    );
  });
});

describe("LeadAccessPolicy.setLicenceDemand", () => {
  it("should set the demand of these regions, and say so", async () => {
    const { accessPolicy, setLicenceDemand } = await accessMarket();
    const regions = ["US-TX", "DE"];
    const hash = await setLicenceDemand("solar", regions, LicenceDemand.NotDemanded);
    await assertions.emitWithArgs(hash, accessPolicy, "LicenceDemandSet", [
      verticalId("solar"),
      regions.map(region),
      LicenceDemand.NotDemanded,
    ]);
    for (const code of regions) {
      expect(await accessPolicy.read.licenceDemandOf([verticalId("solar"), region(code)])).to.equal(
        LicenceDemand.NotDemanded,
      );
    }
  });

  it("reverts for a vertical that is no root, and for an unknown one", async () => {
    const { accessPolicy, setLicenceDemand } = await accessMarket();
    for (const [slug, root] of [
      ["solar.residential", verticalId("solar")],
      ["nothing", zeroHash],
    ] as const) {
      await assertions.revertWithCustomErrorWithArgs(
        setLicenceDemand(slug, ["US"], LicenceDemand.Demanded),
        accessPolicy,
        "LeadAccessPolicy_NotRootVertical",
        [verticalId(slug), root],
      );
    }
  });

  it("reverts for a region that is none", async () => {
    const { accessPolicy, setLicenceDemand } = await accessMarket();
    await assertions.revertWithCustomErrorWithArgs(
      setLicenceDemand("solar", ["us-tx"], LicenceDemand.Demanded),
      accessPolicy,
      "LeadAccessPolicy_InvalidRegion",
      [region("us-tx")],
    );
  });

  it("reverts for a caller without the role", async () => {
    const { accessPolicy, bidder } = await accessMarket();
    await assertions.revertWithCustomErrorWithArgs(
      accessPolicy.write.setLicenceDemand([verticalId("solar"), [], 0], by(bidder)),
      accessPolicy,
      "AccessManagedUnauthorized",
      [bidder.address],
    );
  });
});
