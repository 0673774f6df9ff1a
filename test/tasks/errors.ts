import { expect } from "chai";
import {
  BaseError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  toFunctionSelector,
  zeroAddress,
  zeroHash,
  type AbiItem,
  type AbiParameter,
} from "viem";

import { decodeRevert, errorAbi, revertDataOf } from "../../deploy/sdk/errors/decodeRevert.ts";
import { foreignErrors, tokenReasons } from "../../deploy/sdk/errors/foreignErrors.ts";
import { nextSteps } from "../../deploy/sdk/errors/nextSteps.ts";
import { errorTexts } from "../../deploy/sdk/generated/errors.ts";

type ErrorItem = Extract<AbiItem, { type: "error" }>;

const errors = new Map((errorAbi as readonly ErrorItem[]).map((item) => [item.name, item]));
const declared = [...errors.values()];
const ours = declared.filter(({ name }) => name.includes("_"));

/** Some value of a type that errors use. */
function valueOf(parameter: AbiParameter): unknown {
  const { type, name } = parameter;
  if ("components" in parameter) return parameter.components.map(valueOf);
  if (type.endsWith("]")) return [];
  if (type === "address") return zeroAddress;
  if (type === "string") return "solar";
  if (type === "bytes6") return "0x55532d545800";
  if (type.startsWith("bytes"))
    return type === "bytes" ? "0x12" : zeroHash.slice(0, 2 + 2 * Number(type.slice(5)));
  return name === "phase" || /^uint(8|16|32|40)$/.test(type) ? 1 : 1n;
}

const dataOf = (error: ErrorItem) =>
  encodeErrorResult({
    abi: [error],
    errorName: error.name,
    args: error.inputs.map(valueOf),
  });

const argumentsOf = (name: string) => errors.get(name)?.inputs.map((input) => input.name) ?? [];

describe("explanations of errors", () => {
  for (const error of declared) {
    it(`put ${error.name} into words`, () => {
      const { code, says, next = "" } = decodeRevert(dataOf(error));
      expect(code).to.equal(error.name);
      expect(`${says} ${next}`).to.not.match(/undefined|\[object/);
      expect(next).to.not.match(/\{\w+\}/);
      if (ours.includes(error) || error.name in foreignErrors) {
        expect(says).to.not.match(/[{}]/);
        expect(says).to.match(/^[A-Z0-9].*\.$/);
      } else expect(says).to.include(error.name);
    });
  }

  it("are the notice of every error of ours", () => {
    expect(ours.length).to.be.above(100);
    expect(ours.filter(({ name }) => errorTexts[name] === undefined)).to.deep.equal([]);
  });

  it("name no argument that the error does not have", () => {
    const named = [...ours.map(({ name }) => name), ...Object.keys(foreignErrors)];
    for (const name of named) {
      const { says = "", units = {} } = foreignErrors[name] ?? errorTexts[name] ?? {};
      const quoted = [...says.matchAll(/`(\w+)`/g)].map(([, argument]) => argument);
      expect(argumentsOf(name), name).to.include.members([...quoted, ...Object.keys(units)]);
    }
  });

  it("tell of no error and no argument that no contract declares", () => {
    const known = new Set([...errors.keys(), ...Object.keys(tokenReasons)]);
    const told = [...Object.keys(foreignErrors), ...Object.keys(nextSteps)];
    expect(told.filter((name) => !known.has(name))).to.deep.equal([]);
    for (const [name, next] of Object.entries(nextSteps)) {
      const named = [...next.matchAll(/\{(\w+)\}/g)].map(([, argument]) => argument);
      expect(argumentsOf(name), name).to.include.members(named);
    }
  });

  it("give money, times and phases their units", () => {
    const says = (errorName: string, args: readonly unknown[]) =>
      decodeRevert(encodeErrorResult({ abi: errorAbi, errorName, args }));
    const free = [zeroAddress, 1_500_000n, 95_250_000n];
    expect(says("PersonalEscrowVault_InsufficientFree", free).says)
      .to.include("has 1.5 USDC free")
      .and.include("95.25 USDC");
    expect(says("AuctionHouse_TooEarly", [7n, 1_800_000_000n]).says).to.include(
      "lead 7 from 2027-01-15 08:00:00 UTC",
    );
    expect(says("LeadNFT_RoyaltyTooHigh", [2_000n, 1_000n]).says).to.equal(
      "A royalty of 20 % is above 10 %.",
    );
    expect(says("VerticalRegistry_InvalidRegion", ["0x55532d545800"]).says).to.include("US-TX is");
    expect(says("AuctionHouse_WrongPhase", [7n, 2])).to.deep.include({
      says: "The auction of lead 7 is in phase Reveal, where this is not possible.",
      next: "`getAuction({ leadId: 7 })` shows what it waits for.",
    });
    expect(says("CREVerifier_ConsentInvalid", [1_700_000_000n, 1_800_000_000n]).next).to.equal(
      "Get the consumer's consent again and correct `consentTime`.",
    );
  });

  it("know the texts of Circle's USDC", () => {
    for (const [reason, says] of Object.entries(tokenReasons)) {
      const abi = [{ type: "error", name: "Error", inputs: [{ type: "string" }] }] as const;
      const data = encodeErrorResult({ abi, errorName: "Error", args: [`${reason} (0)`] });
      expect(decodeRevert(data)).to.deep.include({ code: reason, says, next: nextSteps[reason] });
    }
  });

  it("show an unknown error by its selector, and an empty one as it is", () => {
    const selector = toFunctionSelector("function Unheard()");
    expect(decodeRevert(selector).says).to.include(selector);
    expect(decodeRevert("0x").says).to.include("without a reason");
  });

  it("find the revert data wherever viem puts it", () => {
    const raw = encodeErrorResult({ abi: errorAbi, errorName: "PersonalEscrowVault_Paused" });
    const reverted = new ContractFunctionRevertedError({
      abi: [],
      data: raw,
      functionName: "deposit",
    });
    expect(revertDataOf(new BaseError("call failed", { cause: reverted }))).to.equal(raw);
    const rpc = Object.assign(new Error("execution reverted"), { data: raw });
    expect(revertDataOf(new BaseError("call failed", { cause: rpc }))).to.equal(raw);
    const hardhat = new Error(
      `VM Exception while processing transaction: reverted with an unrecognized custom error (return data: ${raw})`,
    );
    expect(revertDataOf(new BaseError("call failed", { cause: hardhat }))).to.equal(raw);
    expect(revertDataOf(new BaseError("no network"))).to.equal(undefined);
    expect(revertDataOf(new Error("no error of viem's"))).to.equal(undefined);
  });
});
