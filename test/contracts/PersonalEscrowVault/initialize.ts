import { expect } from "chai";
import { network } from "hardhat";

import { zeroAddress } from "viem";

import { vaultFixture } from "../../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;

async function deployVault() {
  return vaultFixture(connection);
}

const setUp = () => networkHelpers.loadFixture(deployVault);

describe("PersonalEscrowVault.initialize", () => {
  describe("given a proxy that was initialised at its deployment", () => {
    it("should obey the authority and sign for its own domain", async () => {
      const { vault, manager, chainId } = await setUp();
      expect((await vault.read.authority()).toLowerCase()).to.equal(manager.address);
      const [, name, version, domainChain, contract] = await vault.read.eip712Domain();
      expect([name, version, domainChain]).to.deep.equal([
        "Lead Engine Vault",
        "1",
        BigInt(chainId),
      ]);
      expect(contract.toLowerCase()).to.equal(vault.address);
    });

    it("should start open, empty and without a proof of reserves", async () => {
      const { vault } = await setUp();
      expect(await vault.read.paused()).to.equal(false);
      expect(await vault.read.liabilities()).to.equal(0n);
    });

    describe("when it is initialised again", () => {
      it("reverts", async () => {
        const { vault, manager } = await setUp();
        await viem.assertions.revertWithCustomErrorWithArgs(
          vault.write.initialize([manager.address]),
          vault,
          "InvalidInitialization",
          [],
        );
      });
    });
  });

  describe("given an implementation without a proxy", () => {
    it("reverts", async () => {
      const { token, house, matcher, gate, manager } = await setUp();
      const code = await viem.deployContract("PersonalEscrowVault", [
        token.address,
        house.account.address,
        matcher.account.address,
        gate.account.address,
      ]);
      await viem.assertions.revertWithCustomErrorWithArgs(
        code.write.initialize([manager.address]),
        code,
        "InvalidInitialization",
        [],
      );
      expect(await code.read.authority()).to.equal(zeroAddress);
    });
  });
});
