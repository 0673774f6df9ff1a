import { expect } from "chai";
import { encodeErrorResult, getAddress, type Hex } from "viem";

import { licenceTypeOf } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { regionToHex } from "../../../deploy/sdk/lead/region.ts";
import { verticalIdOf } from "../../../deploy/sdk/lead/vertical.ts";
import { decodeRevert, errorAbi } from "../../../deploy/sdk/errors/decodeRevert.ts";
import { describeValue } from "../../../tasks/cli/format.ts";

const ACCOUNT = "0x00000000000000000000000000000000000000A1";
const POLICY = getAddress("0x00000000000000000000000000000000000000b2");
const PAYLOAD = { selector: "0x00000000", sender: ACCOUNT, data: "0x", context: "0x" } as const;

const errorData = (errorName: string, args: readonly unknown[]): Hex =>
  encodeErrorResult({ abi: errorAbi, errorName, args });
const explained = (errorName: string, args: readonly unknown[]) =>
  decodeRevert(errorData(errorName, args), describeValue);

describe("tasks: compliance errors", () => {
  it("it should put the gate's denial into words", () => {
    const type = licenceTypeOf("insurance", "US-CA");
    const reason = `licence: ${ACCOUNT.toLowerCase()} lacks a valid ${type}`;
    const where = [verticalIdOf("insurance.auto"), regionToHex("US-CA")];
    const { says, next } = explained("ComplianceGate_Denied", [ACCOUNT, 1, ...where, reason]);
    expect(says).to.equal(
      `${ACCOUNT} may not have leads of insurance.auto from US-CA: ` +
        `licence: ${ACCOUNT.toLowerCase()} lacks a valid licence insurance US-CA.`,
    );
    expect(next).to.include(`checkCompliance({ account: "${ACCOUNT}", leadId })`);
  });
  it("it should say what made the engine fail, down to the cause", () => {
    const cause = errorData("AccessManagedUnauthorized", [ACCOUNT]);
    const failure = errorData("PolicyRunError", [POLICY, cause, PAYLOAD]);
    const { says, next } = explained("ComplianceGate_Unavailable", [failure]);
    expect(says).to.include("The policy engine gave no answer");
    expect(says).to.include(`Policy ${POLICY} failed`);
    expect(says).to.include(`${ACCOUNT} lacks the role that this needs`);
    expect(next).to.include("stay open");
  });
  it("it should say that the engine was silent", () => {
    expect(explained("ComplianceGate_Unavailable", ["0x"]).says).to.include("without a reason");
  });
  it("it should name credentials that a registry refuses", () => {
    const type = licenceTypeOf("solar", "US");
    const { says } = explained("CredentialNotFound", [`0x${"01".repeat(32)}`, type]);
    expect(says).to.include("does not hold licence solar US.");
  });
});
