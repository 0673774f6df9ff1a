import { expect } from "chai";
import { network } from "hardhat";

import { usdc } from "../../fixtures/market.ts";
import { vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers } = connection;

/** A vault that holds 10 USDC, and changes of its reserves. */
async function deployVault() {
  const fixture = await vaultFixture(connection);
  const { vault, token, alice, deposit, drain } = fixture;
  await deposit(alice, usdc(10));
  /** Proves reserves. @returns when. */
  const prove = async () => {
    await vault.write.proveReserves();
    return networkHelpers.time.latest();
  };
  const lose = () => drain(1n);
  const restore = () => token.write.mint([vault.address, 1n]);
  return { ...fixture, prove, lose, restore };
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.insolvency", () => {
  it("should be zero where no proof has found one", async () => {
    const { vault, prove, lose, restore } = await setUp();
    await prove();
    await lose();
    await restore();
    await prove();
    expect(await vault.read.insolvency()).to.deep.equal([0, 0]);
  });

  it("should begin with the first proof that finds it, and last without an end", async () => {
    const { vault, prove, lose } = await setUp();
    await lose();
    const from = await prove();
    await prove();
    expect(await vault.read.insolvency()).to.deep.equal([from, 0]);
  });

  it("should end with the first proof that finds it over", async () => {
    const { vault, prove, lose, restore } = await setUp();
    await lose();
    const from = await prove();
    await restore();
    const until = await prove();
    await prove();
    expect(await vault.read.insolvency()).to.deep.equal([from, until]);
  });

  it("should tell the last of several", async () => {
    const { vault, prove, lose, restore } = await setUp();
    for (let i = 0; i < 2; ++i) {
      await lose();
      const from = await prove();
      expect(await vault.read.insolvency()).to.deep.equal([from, 0]);
      await restore();
      const until = await prove();
      expect(await vault.read.insolvency()).to.deep.equal([from, until]);
    }
  });

  it("should leave the feed's rounds alone", async () => {
    const { vault, prove, lose } = await setUp();
    await prove();
    await lose();
    await prove();
    const [round, reserves] = await vault.read.latestRoundData();
    expect([round, reserves]).to.deep.equal([2n, usdc(10) - 1n]);
  });
});
