import { expect } from "chai";

import { encodeKeeperAction } from "../../../deploy/sdk/report/keeperReport.ts";
import { drainVault, freshMarket, networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { DAY } from "../../fixtures/auctionSteps.ts";
import { keeperMarket } from "../../fixtures/keeper.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const PROOF = { kind: "ProveReserves" } as const;

/** Takes a unit of USDC out of the vault, as only a broken token could. Nobody has proved it. */
async function loseUnit(m: Awaited<ReturnType<typeof keeperMarket>>): Promise<void> {
  await networkHelpers.impersonateAccount(m.vault.address);
  await networkHelpers.setBalance(m.vault.address, 10n ** 18n);
  await m.usdc.write.transfer([m.usdc.address, 1n], { account: m.vault.address });
}

describe("AuctionKeeper, proof of reserves", () => {
  it("should be due where none was ever made", async () => {
    const { keeper } = await freshMarket();
    const { result } = await keeper.simulate.dueActions([1n, 0n, []]);
    expect(result).to.deep.equal([[encodeKeeperAction(PROOF)], 0n]);
  });

  it("should be due a day after the last one, once", async () => {
    const m = await keeperMarket();
    const provedAt = Number((await m.vault.read.latestRoundData())[3]);
    await networkHelpers.time.increaseTo(provedAt + DAY - 1);
    expect((await m.dueOn(1n, 0n)).actions).to.deep.equal([]);
    await networkHelpers.time.increaseTo(provedAt + DAY);
    expect((await m.dueOn(1n, 0n)).actions).to.deep.equal([PROOF]);
    const [roundBefore] = await m.vault.read.latestRoundData();
    const outcome = await m.outcomeOf(await m.perform([PROOF, PROOF, PROOF]));
    expect(outcome).to.deep.equal({ performed: 1, skipped: 2, left: 0 });
    expect((await m.vault.read.latestRoundData())[0]).to.equal(roundBefore + 1n);
  });

  describe("given money that is missing", () => {
    it("should be due at once, stop new business, and open it again once the money is back", async () => {
      const m = await keeperMarket();
      const { leadId } = await m.list();
      await loseUnit(m);
      expect((await m.dueOn(1n, 0n)).actions).to.deep.equal([PROOF]);
      await m.commit(leadId, m.bidders[0], usdc(120));
      await assertions.emit(m.perform([PROOF]), m.vault, "ReservesProved");
      expect((await m.dueOn(1n, 0n)).actions).to.deep.equal([]);
      await assertions.revertWithCustomError(
        m.commit(leadId, m.bidders[1], usdc(120)),
        m.vault,
        "PersonalEscrowVault_Insolvent",
      );

      await m.usdc.write.mint([m.vault.address, 1n]);
      expect((await m.dueOn(1n, 0n)).actions).to.deep.equal([PROOF]);
      await m.perform([PROOF]);
      await m.commit(leadId, m.bidders[1], usdc(120));
      expect((await m.dueOn(1n, 0n)).actions).to.deep.equal([]);
    });

    it("should show in the feed what is left", async () => {
      const m = await keeperMarket();
      await loseUnit(m);
      await m.perform([PROOF]);
      const [, answer] = await m.vault.read.latestRoundData();
      expect(answer).to.equal((await m.vault.read.liabilities()) - 1n);
    });
  });

  describe("given a loss that was proved before", () => {
    it("should be due daily, as always", async () => {
      const m = await keeperMarket();
      await drainVault(m);
      expect((await m.dueOn(1n, 0n)).actions).to.deep.equal([]);
      await networkHelpers.time.increase(DAY);
      expect((await m.dueOn(1n, 0n)).actions).to.deep.equal([PROOF]);
    });
  });
});
