import { expect } from "chai";
import hre from "hardhat";
import { encodeErrorResult, getAddress, type Abi, type Hex } from "viem";

import { licenceTypeOf } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { regionToHex } from "../../../deploy/parameters/region.ts";
import { verticalIdOf } from "../../../deploy/parameters/verticals.ts";
import { explainRevert } from "../../../tasks/client/errors/decodeRevert.ts";
import { errorAbi } from "../../../tasks/client/errors/errorAbi.ts";
import { errorCatalogue } from "../../../tasks/client/errors/errorCatalogue.ts";

const ACCOUNT = "0x00000000000000000000000000000000000000A1";
const POLICY = getAddress("0x00000000000000000000000000000000000000b2");
const PAYLOAD = { selector: "0x00000000", sender: ACCOUNT, data: "0x", context: "0x" } as const;

describe("tasks: compliance errors", () => {
  let abi: Abi;
  before(async () => {
    abi = await errorAbi(hre);
  });
  const errorData = (errorName: string, args: readonly unknown[]): Hex =>
    encodeErrorResult({ abi, errorName, args });

  for (const source of [
    "ComplianceGate",
    "IssuancePolicy",
    "PolicyEngine",
    "IdentityRegistry",
    "CredentialRegistry",
  ] as const) {
    it(`it should know what to do about every error of ${source}`, async () => {
      const declared = (await hre.artifacts.readArtifact(source)).abi as Abi;
      const names = declared.flatMap((item) => (item.type === "error" ? [item.name] : []));
      expect(names.length).to.be.above(0);
      expect(names.filter((name) => errorCatalogue[name] === undefined)).to.deep.equal([]);
    });
  }

  it("it should put the gate's denial into words", () => {
    const type = licenceTypeOf("insurance", "US-CA");
    const reason = `licence: ${ACCOUNT.toLowerCase()} lacks a valid ${type}`;
    const where = [verticalIdOf("insurance.auto"), regionToHex("US-CA")];
    const denial = errorData("ComplianceGate_Denied", [ACCOUNT, 1, ...where, reason]);
    expect(explainRevert(denial, abi).message).to.equal(
      `${ACCOUNT} may not have leads of insurance.auto from US-CA: ` +
        `licence: ${ACCOUNT.toLowerCase()} lacks a valid licence insurance US-CA.`,
    );
  });
  it("it should say what made the engine fail, down to the cause", () => {
    const cause = errorData("AccessManagedUnauthorized", [ACCOUNT]);
    const failure = errorData("PolicyRunError", [POLICY, cause, PAYLOAD]);
    const { message, next } = explainRevert(
      errorData("ComplianceGate_Unavailable", [failure]),
      abi,
    );
    expect(message).to.include("The policy engine gave no answer");
    expect(message).to.include(`Policy ${POLICY} failed`);
    expect(message).to.include(`${ACCOUNT} lacks the role that this needs`);
    expect(next).to.include("stay open");
  });
  it("it should say that the engine was silent", () => {
    const { message } = explainRevert(errorData("ComplianceGate_Unavailable", ["0x"]), abi);
    expect(message).to.include("without a reason");
  });
  it("it should name credentials that a registry refuses", () => {
    const type = licenceTypeOf("solar", "US");
    const refusal = errorData("CredentialNotFound", [`0x${"01".repeat(32)}`, type]);
    expect(explainRevert(refusal, abi).message).to.include("does not hold licence solar US.");
  });
});
