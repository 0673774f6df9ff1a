import { expect } from "chai";
import hre from "hardhat";
import {
  BaseError,
  ContractFunctionRevertedError,
  encodeErrorResult,
  toFunctionSelector,
  zeroAddress,
  zeroHash,
  type AbiParameter,
} from "viem";

import { explainRevert, revertDataOf } from "../../tasks/client/errors/decodeRevert.ts";
import { errorAbi } from "../../tasks/client/errors/errorAbi.ts";
import { errorCatalogue } from "../../tasks/client/errors/errorCatalogue.ts";
import { tokenReasons } from "../../tasks/client/errors/tokenErrors.ts";

const abi = await errorAbi(hre);
const errors = [
  ...new Map(abi.flatMap((item) => (item.type === "error" ? [[item.name, item]] : []))).values(),
];

/** Some value of a type that errors use. */
function valueOf(parameter: AbiParameter): unknown {
  const { type, name } = parameter;
  if ("components" in parameter) return parameter.components.map(valueOf);
  if (type === "address") return zeroAddress;
  if (type === "string") return "solar";
  if (type === "bytes6") return "0x55532d545800";
  if (type.startsWith("bytes"))
    return type === "bytes" ? "0x12" : zeroHash.slice(0, 2 + 2 * Number(type.slice(5)));
  return name === "phase" || /^uint(8|16|32|40)$/.test(type) ? 1 : 1n;
}

describe("explanations of errors", () => {
  for (const error of errors) {
    it(`explain ${error.name} and say what to do next`, () => {
      const args = error.inputs.map(valueOf);
      const data = encodeErrorResult({ abi: [error], errorName: error.name, args });
      const { name, message, next } = explainRevert(data, abi);
      expect(errorCatalogue).to.have.property(error.name);
      expect(name).to.equal(error.name);
      expect(`${message} ${next}`).to.not.match(/[{}]|undefined/);
      expect(message).to.match(/^[A-Z{0-9x].*\.$/);
      expect(next.length).to.be.above(10);
    });
  }

  it("hold none that no contract declares", () => {
    const declared = new Set(errors.map(({ name }) => name));
    expect(Object.keys(errorCatalogue).filter((name) => !declared.has(name))).to.deep.equal([]);
  });

  it("give money, times and phases their units", () => {
    const free = encodeErrorResult({
      abi,
      errorName: "PersonalEscrowVault_InsufficientFree",
      args: [zeroAddress, 1_500_000n, 95_250_000n],
    });
    expect(explainRevert(free, abi).message)
      .to.include("has 1.5 USDC free")
      .and.include("95.25 USDC");
    const early = encodeErrorResult({
      abi,
      errorName: "AuctionHouse_TooEarly",
      args: [7n, 1_800_000_000n],
    });
    expect(explainRevert(early, abi).message).to.include("lead 7 from 2027-01-15 08:00:00 UTC");
    const phase = encodeErrorResult({ abi, errorName: "AuctionHouse_WrongPhase", args: [7n, 2] });
    expect(explainRevert(phase, abi)).to.deep.include({
      message: "The auction of lead 7 is in phase Reveal, where this is not possible.",
      next: "`npx hardhat auction show 7` shows what it waits for.",
    });
  });

  it("know the texts of Circle's USDC", () => {
    for (const [reason, { says, next }] of tokenReasons) {
      const text = `${reason} (0)`;
      const data = encodeErrorResult({
        abi: [{ type: "error", name: "Error", inputs: [{ type: "string" }] }],
        errorName: "Error",
        args: [text],
      });
      expect(explainRevert(data, abi)).to.deep.equal({ name: reason, message: says, next });
    }
  });

  it("show an unknown error by its selector, and an empty one as it is", () => {
    const selector = toFunctionSelector("function Unheard()");
    expect(explainRevert(selector, abi).message).to.include(selector);
    expect(explainRevert("0x", abi).message).to.include("without a reason");
  });

  it("find the revert data wherever viem puts it", () => {
    const raw = encodeErrorResult({ abi, errorName: "PersonalEscrowVault_Paused" });
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
