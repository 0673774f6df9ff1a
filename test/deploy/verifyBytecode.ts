import { expect } from "chai";
import hre, { network } from "hardhat";
import {
  concat,
  getAddress,
  pad,
  size,
  slice,
  toHex,
  zeroAddress,
  type Address,
  type Hex,
} from "viem";

import { codeReader } from "../../deploy/bytecode/builtCode.ts";
import { verifyBytecode, type CodeFinding } from "../../deploy/bytecode/verifyBytecode.ts";
import { implementationOf } from "../../deploy/proxies.ts";
import { CONTRACT_NAMES, CONTRACTS } from "../../deploy/sdk/deployments.ts";
import { deployedProtocol } from "../fixtures/protocol.ts";
import { stackAddresses } from "../../deploy/local/stack/stackFile.ts";
import { taskRunner, type TaskRunner } from "../fixtures/taskRunner.ts";

type Protocol = Awaited<ReturnType<typeof deployedProtocol>>;

const connection = await network.create({ network: "default", chainType: "op" });
const { networkHelpers, viem } = connection;
const builtCode = codeReader(hre.artifacts);

describe("hardhat protocol verify-bytecode", () => {
  let protocol: Protocol;
  let tasks: TaskRunner;
  beforeEach(async () => {
    protocol = await networkHelpers.loadFixture(deployedProtocol);
    tasks = await taskRunner(connection, protocol);
  });
  afterEach(() => tasks.close());

  /** All that is found, and what of it is at fault. */
  async function findings(): Promise<CodeFinding[]> {
    const addresses = stackAddresses(protocol);
    return verifyBytecode(await viem.getPublicClient(), addresses, builtCode);
  }
  const faults = async () => (await findings()).filter(({ state }) => state !== "same");

  async function codeAt(address: Address): Promise<Hex> {
    return (await (await viem.getPublicClient()).getCode({ address })) ?? "0x";
  }

  async function implementation(proxy: { readonly address: Address }): Promise<Address> {
    return (await implementationOf(await viem.getPublicClient(), proxy.address)) ?? zeroAddress;
  }

  /** Replaces bytes of the code at an address. */
  async function tamper(address: Address, offset: number, bytes: Hex): Promise<void> {
    const code = await codeAt(address);
    const rest = offset + size(bytes) < size(code) ? slice(code, offset + size(bytes)) : "0x";
    const head = offset === 0 ? "0x" : slice(code, 0, offset);
    await networkHelpers.setCode(address, concat([head, bytes, rest]));
  }

  /** The byte at a place, changed. */
  async function flipped(address: Address, offset: number): Promise<Hex> {
    const byte = Number(slice(await codeAt(address), offset, offset + 1));
    return toHex(byte ^ 1, { size: 1 });
  }

  it("should find all code of a deployment the same as the build", async () => {
    const { out, succeeded } = await tasks.run(["protocol", "verify-bytecode"], {
      profile: "default",
    });
    const text = out.join("\n");
    expect(text).to.include("All code is what the profile default builds.");
    for (const name of CONTRACT_NAMES) expect(text).to.include(CONTRACTS[name].artifact);
    expect(text).to.include("AuctionTiesLogic").and.include("TransparentUpgradeableProxy");
    expect(succeeded).to.equal(true);
  });

  it("should find a changed byte, and the function that it is in", async () => {
    const house = await implementation(protocol.house);
    const { placeOf, immutables, libraries } = await builtCode("AuctionHouse");
    const filled = [...immutables, ...libraries].flatMap(({ starts, length }) =>
      starts.flatMap((start) => Array.from({ length }, (_, index) => start + index)),
    );
    let offset = 9_000;
    while (filled.includes(offset) || placeOf(offset) === undefined) offset++;
    await tamper(house, offset, await flipped(house, offset));
    const args = { profile: "default", json: true };
    const { json, succeeded } = await tasks.run(["protocol", "verify-bytecode"], args);
    expect(succeeded).to.equal(false);
    expect(json["faults"]).to.equal(1);
    const found = (json["findings"] as CodeFinding[]).find(({ state }) => state !== "same");
    expect(found).to.deep.include({
      ...{ contract: "house", part: "implementation", artifact: "AuctionHouse" },
      ...{ address: house, state: "different", offset },
      where: placeOf(offset),
    });
    expect(found?.where).to.match(/^\S+\.sol:\d+, in \w+$/);
  });

  it("should find a changed byte of a library, a proxy and the access manager", async () => {
    const { libraries } = (await findings()).find(({ artifact, part }) => {
      return artifact === "AuctionHouse" && part === "implementation";
    }) ?? { libraries: {} };
    const library = (libraries as Record<string, Address>)["AuctionEndsLogic"] ?? zeroAddress;
    for (const address of [library, protocol.vault.address, protocol.accessManager.address]) {
      await tamper(address, 40, await flipped(address, 40));
    }
    expect(
      (await faults()).map(({ contract, part, offset }) => [contract, part, offset]),
    ).to.deep.equal([
      ["manager", "contract", 40],
      ["vault", "proxy", 40],
      ["house", "library", 40],
    ]);
  });

  it("should tell other metadata from other code", async () => {
    const pricer = await implementation(protocol.pricer);
    const offset = size(await codeAt(pricer)) - 20;
    await tamper(pricer, offset, await flipped(pricer, offset));
    const [found] = await faults();
    expect(found).to.deep.include({ state: "other metadata", where: "metadata", offset });
  });

  it("should find code that has grown", async () => {
    const pricer = await implementation(protocol.pricer);
    const length = size(await codeAt(pricer));
    await networkHelpers.setCode(pricer, concat([await codeAt(pricer), "0x00"]));
    const [found] = await faults();
    expect(found).to.deep.include({ state: "different", offset: length });
    expect(found?.where).to.include(`${length + 1} bytes instead of ${length}`);
  });

  it("should find an immutable that is not the same everywhere", async () => {
    const house = await implementation(protocol.house);
    const { immutables } = await builtCode("AuctionHouse");
    const last = immutables.find(({ name }) => name === "VAULT")?.starts.at(-1) ?? 0;
    await tamper(house, last, pad(zeroAddress));
    const [found] = await faults();
    expect(found).to.deep.include({ state: "different", where: "VAULT" });
  });

  it("should find an immutable that holds another contract than the deployment's", async () => {
    const thief = getAddress(protocol.deployer.account.address);
    const vault = await viem.deployContract("PersonalEscrowVault", [
      protocol.usdc.address,
      thief,
      protocol.matcher.address,
      protocol.gate.address,
    ]);
    await networkHelpers.setStorageAt(
      protocol.vault.address,
      "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc",
      pad(vault.address),
    );
    const [found] = await faults();
    expect(found).to.deep.include({
      ...{ contract: "vault", part: "implementation", state: "different" },
      where: `HOUSE, which is ${thief}`,
    });
  });

  it("should say that it does not know what is not there", async () => {
    await networkHelpers.setCode(await implementation(protocol.keeper), "0x");
    const [found] = await faults();
    expect(found).to.deep.include({ contract: "keeper", state: "unknown", where: "no code" });
  });

  it("should refuse a profile that the configuration lacks", async () => {
    const { error } = await tasks.run(["protocol", "verify-bytecode"], { profile: "fast" });
    expect(error).to.include({ code: "UNKNOWN_PROFILE" });
  });
});
