import { expect } from "chai";
import { concat, keccak256, padHex, stringToHex } from "viem";

import {
  CREDENTIAL_TYPES,
  kycDataOf,
  licenceTypeOf,
  transferTypeOf,
} from "../../../../deploy/parameters/compliance/credentialTypes.ts";
import { loadLicences } from "../../../../deploy/parameters/compliance/licences.ts";
import { loadTransfers } from "../../../../deploy/parameters/compliance/transfers.ts";
import { regionOfState, US_STATES } from "../../../../deploy/parameters/compliance/usStates.ts";

const hashOf = (text: string) => keccak256(stringToHex(text));

describe("parameters: credential types", () => {
  for (const name of ["kyc", "sanctioned", "consent"] as const) {
    it(`it should hash lead-engine.${name}`, () => {
      expect(CREDENTIAL_TYPES[name]).to.equal(hashOf(`lead-engine.${name}`));
    });
  }
  it("it should hash a licence's domain, root and region as three words", () => {
    const region = padHex("0x55532d4341", { dir: "right", size: 32 });
    const words = concat([hashOf("lead-engine.licence"), hashOf("insurance"), region]);
    expect(licenceTypeOf("insurance", "US-CA")).to.equal(keccak256(words));
  });
  it("it should hash a transfer's domain and regime as two words", () => {
    const regime = padHex(stringToHex("GDPR"), { dir: "right", size: 32 });
    const words = concat([hashOf("lead-engine.transfer"), regime]);
    expect(transferTypeOf("GDPR")).to.equal(keccak256(words));
  });
  it("it should write a jurisdiction as six bytes, left-aligned", () => {
    expect(kycDataOf("DE")).to.equal("0x444500000000");
  });
  it("it should never give two rights the same type", () => {
    const licences = loadLicences().flatMap(({ root }) =>
      ["US", ...US_STATES.map(regionOfState)].map((region) => licenceTypeOf(root, region)),
    );
    const regimes = [...new Set(loadTransfers().map(({ regime }) => regime))];
    const all = [...Object.values(CREDENTIAL_TYPES), ...licences, ...regimes.map(transferTypeOf)];
    expect(new Set(all).size).to.equal(all.length);
  });
});
