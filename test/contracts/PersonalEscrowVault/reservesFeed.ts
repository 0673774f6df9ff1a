import { expect } from "chai";
import { network } from "hardhat";

import { usdc } from "../../fixtures/market.ts";
import { vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

/** Two proofs of reserves: 10 USDC, then 30. */
async function deployVault() {
  const fixture = await vaultFixture(connection);
  const { vault, alice, deposit } = fixture;
  await deposit(alice, usdc(10));
  await vault.write.proveReserves();
  const firstAt = BigInt(await networkHelpers.time.latest());
  await deposit(alice, usdc(20));
  await vault.write.proveReserves();
  return { ...fixture, firstAt, secondAt: BigInt(await networkHelpers.time.latest()) };
}

const setUp = () => networkHelpers.loadFixture(deployVault);

async function deployEmptyVault() {
  return vaultFixture(connection);
}

describe("PersonalEscrowVault.getRoundData", () => {
  describe("given a proof with this round id", () => {
    it("should tell the balance and when it was proved", async () => {
      const { vault, firstAt, secondAt } = await setUp();
      expect(await vault.read.getRoundData([1n])).to.deep.equal([
        1n,
        usdc(10),
        firstAt,
        firstAt,
        1n,
      ]);
      expect(await vault.read.getRoundData([2n])).to.deep.equal([
        2n,
        usdc(30),
        secondAt,
        secondAt,
        2n,
      ]);
    });
  });

  describe("given no proof with this round id", () => {
    it("reverts with the id", async () => {
      const { vault } = await setUp();
      for (const roundId of [0n, 3n, 2n ** 80n - 1n]) {
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.read.getRoundData([roundId]),
          vault,
          "ReservesFeed_UnknownRound",
          [roundId],
        );
      }
    });
  });
});

describe("PersonalEscrowVault.latestRoundData", () => {
  it("should be the last proof", async () => {
    const { vault, secondAt } = await setUp();
    expect(await vault.read.latestRoundData()).to.deep.equal([
      2n,
      usdc(30),
      secondAt,
      secondAt,
      2n,
    ]);
  });

  describe("given no proof yet", () => {
    it("reverts with round zero", async () => {
      const { vault } = await networkHelpers.loadFixture(deployEmptyVault);
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.read.latestRoundData(),
        vault,
        "ReservesFeed_UnknownRound",
        [0n],
      );
    });
  });
});

describe("PersonalEscrowVault as a feed", () => {
  it("should tell its decimals, description and version", async () => {
    const { vault } = await setUp();
    expect(await vault.read.decimals()).to.equal(6);
    expect(await vault.read.description()).to.equal("Lead Engine USDC reserves");
    expect(await vault.read.version()).to.equal(1n);
  });
});
