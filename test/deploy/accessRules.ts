import { expect } from "chai";
import { network } from "hardhat";
import { zeroAddress, zeroHash } from "viem";

import { isLicenceDemanded, loadLicences } from "../../deploy/parameters/compliance/licences.ts";
import { hexToRegime } from "../../deploy/parameters/compliance/regime.ts";
import { countryToHex, loadTransfers } from "../../deploy/parameters/compliance/transfers.ts";
import { regionOfState, US_STATES } from "../../deploy/parameters/compliance/usStates.ts";
import { regionToHex } from "../../deploy/sdk/lead/region.ts";
import { Activity, OUTCOMES, RULES, type Finding } from "../../deploy/sdk/codes/enums.ts";
import { deployedProtocol } from "../fixtures/protocol.ts";

const connection = await network.create({ network: "default", chainType: "op" });
const REGIONS = ["US", ...US_STATES.map(regionOfState), "US-PR", "DE", "GB-ENG", "CA-ON"];
const outcomeOf = (findings: readonly Finding[], rule: (typeof RULES)[number]) =>
  OUTCOMES[findings[RULES.indexOf(rule)]?.outcome ?? -1];

describe("deployment: access rules", () => {
  let gate: Awaited<ReturnType<typeof deployedProtocol>>["gate"];
  before(async () => {
    const protocol = await connection.networkHelpers.loadFixture(deployedProtocol);
    gate = protocol.gate;
  });

  for (const rule of loadLicences()) {
    it(`it should demand licences for ${rule.root} where licences.json does, in every state and abroad`, async () => {
      for (const region of REGIONS) {
        const query = [zeroAddress, Activity.Receive, rule.rootId, regionToHex(region)] as const;
        const expected = isLicenceDemanded(rule, region) ? "failed" : "not needed";
        expect(outcomeOf(await gate.read.explain(query), "licence"), region).to.equal(expected);
      }
    });
  }

  for (const { country, regime, freeTo } of loadTransfers()) {
    it(`it should let data from ${country} go where transfers.json does`, async () => {
      const [regimeOnChain, countries] = await gate.read.countryOf([countryToHex(country)]);
      expect(hexToRegime(regimeOnChain)).to.equal(regime);
      expect(countries).to.deep.equal(freeTo.map(countryToHex));
    });
  }

  it("it should know no other country", async () => {
    for (const country of ["CN", "RU", "CH", "ES"]) {
      const [regime, countries] = await gate.read.countryOf([countryToHex(country)]);
      expect([regime, countries], country).to.deep.equal([zeroHash, []]);
    }
  });
});
