import { expect } from "chai";
import { network } from "hardhat";

import { Activity } from "../../tasks/compliance/finding.ts";
import { LEAD_CLASS, vaultFixture } from "../fixtures/vault.ts";

const connection = await network.create();
const { networkHelpers, viem } = connection;
const { assertions } = viem;
const FOREVER = 2 ** 40 - 1;

async function deployVault() {
  return vaultFixture(connection);
}

/** The vault whose gate is a wallet: an account without code, which answers nothing. */
async function setUp() {
  const m = await networkHelpers.loadFixture(deployVault);
  const byGate = { account: m.gate.account };
  const has = (
    account: `0x${string}`,
    activity: number = Activity.Receive,
    leadClass = LEAD_CLASS,
  ) => m.vault.read.hasPass([account, activity, leadClass]);
  return { ...m, byGate, has };
}

describe("PersonalEscrowVault's passes", () => {
  describe("rememberPass", () => {
    it("should count for this account, activity and class, until its time is over", async () => {
      const { vault, byGate, has, stranger } = await setUp();
      const { address } = stranger.account;
      const until = (await networkHelpers.time.latest()) + 100;
      await vault.write.rememberPass([address, Activity.Sell, 9, until], byGate);
      expect(await has(address, Activity.Sell, 9)).to.equal(true);
      expect(await has(address, Activity.Receive, 9)).to.equal(false);
      expect(await has(address, Activity.Sell, 8)).to.equal(false);
      await networkHelpers.time.increaseTo(until);
      expect(await has(address, Activity.Sell, 9)).to.equal(false);
    });
  });

  describe("forgetPasses", () => {
    it("should end the account's passes for good and leave its balance alone", async () => {
      const { vault, byGate, has, alice, bob, deposit, balanceOf } = await setUp();
      await deposit(alice, 5n);
      await vault.write.forgetPasses([alice.account.address], byGate);
      expect([await has(alice.account.address), await has(bob.account.address)]).to.deep.equal([
        false,
        true,
      ]);
      expect((await balanceOf(alice)).free).to.equal(5n);
      const pass = [alice.account.address, Activity.Receive, LEAD_CLASS, FOREVER] as const;
      await vault.write.rememberPass(pass, byGate);
      expect(await has(alice.account.address)).to.equal(true);
    });
  });

  describe("forgetAllPasses", () => {
    it("should end everybody's passes", async () => {
      const { vault, byGate, has, alice, bob } = await setUp();
      await vault.write.forgetAllPasses(byGate);
      expect([await has(alice.account.address), await has(bob.account.address)]).to.deep.equal([
        false,
        false,
      ]);
    });
  });

  describe("called by anybody but the gate", () => {
    for (const name of ["rememberPass", "forgetPasses", "forgetAllPasses"] as const) {
      it(`reverts at ${name}`, async () => {
        const { vault, alice } = await setUp();
        const { account } = alice;
        const attempts = {
          rememberPass: () =>
            vault.write.rememberPass([account.address, 1, LEAD_CLASS, FOREVER], { account }),
          forgetPasses: () => vault.write.forgetPasses([account.address], { account }),
          forgetAllPasses: () => vault.write.forgetAllPasses({ account }),
        };
        await assertions.revertWithCustomErrorWithArgs(
          attempts[name](),
          vault,
          "PassBook_UnauthorizedCaller",
          [account.address],
        );
      });
    }
  });

  describe("requireReceiver and receiverClearance", () => {
    it("revert for anybody but the house", async () => {
      const { vault, alice } = await setUp();
      const { account } = alice;
      const args = [account.address, LEAD_CLASS] as const;
      for (const attempt of [
        () => vault.write.requireReceiver(args, { account }),
        () => vault.write.receiverClearance(args, { account }),
      ]) {
        await assertions.revertWithCustomErrorWithArgs(
          attempt(),
          vault,
          "PersonalEscrowVault_UnauthorizedCaller",
          [account.address],
        );
      }
    });

    it("should take a gate without code for a silent one: no new business, and no exit stopped", async () => {
      const { vault, byHouse, stranger } = await setUp();
      const args = [stranger.account.address, LEAD_CLASS] as const;
      await assertions.revert(vault.write.requireReceiver(args, byHouse));
      const { result } = await vault.simulate.receiverClearance(args, {
        account: byHouse.account.address,
      });
      expect(result).to.deep.equal([2, "0x"]);
    });
  });
});
