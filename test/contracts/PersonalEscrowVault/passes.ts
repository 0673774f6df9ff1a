import { expect } from "chai";
import { network } from "hardhat";

import { Activity } from "../../../deploy/sdk/codes/enums.ts";
import { LEAD_CLASS, SOON, vaultFixture } from "../../fixtures/vault.ts";

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

  describe("a set of passes", () => {
    for (const [name, first, second] of [
      ["the receivers' first", 2, 31],
      ["a later", 32, 167],
    ] as const) {
      /** A pass for the first class until `until`, and what one for either adds. */
      async function withFirst() {
        const { vault, byGate, has, stranger } = await setUp();
        const { address } = stranger.account;
        const until = (await networkHelpers.time.latest()) + 1_000;
        const remember = (leadClass: number, end: number) =>
          vault.write.rememberPass([address, Activity.Receive, leadClass, end], byGate);
        const both = async () => [
          await has(address, Activity.Receive, first),
          await has(address, Activity.Receive, second),
        ];
        await remember(first, until);
        expect(await both()).to.deep.equal([true, false]);
        return { until, remember, both };
      }

      it(`should end a pass that would last longer with the first: ${name}`, async () => {
        const { until, remember, both } = await withFirst();
        await remember(second, until + 1_000);
        await remember(first, until + 2_000);
        expect(await both()).to.deep.equal([true, true]);
        await networkHelpers.time.increaseTo(until - 1);
        expect(await both()).to.deep.equal([true, true]);
        await networkHelpers.time.increaseTo(until);
        expect(await both()).to.deep.equal([false, false]);
      });

      it(`should be started anew when its time is over: ${name}`, async () => {
        const { until, remember, both } = await withFirst();
        await networkHelpers.time.increaseTo(until);
        await remember(second, until + 1_000);
        expect(await both()).to.deep.equal([false, true]);
        await networkHelpers.time.increaseTo(until + 999);
        expect(await both()).to.deep.equal([false, true]);
      });

      it(`should keep no pass that ends before the others, which it would shorten: ${name}`, async () => {
        const { until, remember, both } = await withFirst();
        await remember(second, until - 1);
        expect(await both()).to.deep.equal([true, false]);
        await remember(first, until - 1);
        await networkHelpers.time.increaseTo(until - 1);
        expect(await both()).to.deep.equal([true, false]);
      });
    }

    it("should not be mistaken for another set", async () => {
      const { vault, byGate, has, stranger } = await setUp();
      const { address } = stranger.account;
      await vault.write.rememberPass([address, Activity.Receive, 5, FOREVER], byGate);
      await vault.write.rememberPass([address, Activity.Sell, 100, FOREVER], byGate);
      for (const leadClass of [5 + 32, 5 + 168, 100, 100 + 168, 5 + 2 ** 24]) {
        expect(await has(address, Activity.Receive, leadClass), `${leadClass}`).to.equal(false);
      }
      expect(await has(address, Activity.Sell, 5)).to.equal(false);
    });

    for (const name of ["forgetPasses", "forgetAllPasses"] as const) {
      it(`should be forgotten by ${name}, and be started anew`, async () => {
        const { vault, byGate, has, stranger } = await setUp();
        const { address } = stranger.account;
        const passes = [
          [Activity.Receive, 1],
          [Activity.Receive, 40],
          [Activity.Receive, 1_000],
          [Activity.Sell, 1],
        ] as const;
        const remember = ([activity, leadClass]: (typeof passes)[number]) =>
          vault.write.rememberPass([address, activity, leadClass, FOREVER], byGate);
        const remembered = () => Promise.all(passes.map((pass) => has(address, ...pass)));
        for (const pass of passes) await remember(pass);
        expect(await remembered()).to.deep.equal([true, true, true, true]);

        if (name === "forgetPasses") await vault.write.forgetPasses([address], byGate);
        else await vault.write.forgetAllPasses(byGate);
        expect(await remembered()).to.deep.equal([false, false, false, false]);
        await remember([Activity.Receive, 40]);
        expect(await remembered()).to.deep.equal([false, true, false, false]);
      });
    }
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
        () => vault.write.requireReceiver([...args, SOON], { account }),
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

    it("should ask nobody while a pass lasts until the time that is named", async () => {
      const { vault, byGate, byHouse, stranger } = await setUp();
      const { address } = stranger.account;
      for (const leadClass of [LEAD_CLASS, 40]) {
        await vault.write.rememberPass([address, Activity.Receive, leadClass, SOON], byGate);
        await vault.write.requireReceiver([address, leadClass, SOON], byHouse);
        await assertions.revert(
          vault.write.requireReceiver([address, leadClass, SOON + 1], byHouse),
        );
      }
    });

    it("should not take a pass that has ended for one that lasts long enough", async () => {
      const { vault, byGate, byHouse, stranger } = await setUp();
      const { address } = stranger.account;
      await vault.write.rememberPass([address, Activity.Receive, LEAD_CLASS, SOON], byGate);
      await networkHelpers.time.increaseTo(SOON);
      for (const until of [0, SOON]) {
        await assertions.revert(vault.write.requireReceiver([address, LEAD_CLASS, until], byHouse));
      }
    });

    it("should take a gate without code for a silent one: no new business, and no exit stopped", async () => {
      const { vault, byHouse, stranger } = await setUp();
      const args = [stranger.account.address, LEAD_CLASS] as const;
      await assertions.revert(vault.write.requireReceiver([...args, SOON], byHouse));
      const { result } = await vault.simulate.receiverClearance(args, {
        account: byHouse.account.address,
      });
      expect(result).to.deep.equal([2, "0x"]);
    });
  });
});
