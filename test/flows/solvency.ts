import { expect } from "chai";
import { network } from "hardhat";
import { parseEther } from "viem";

import { deposit } from "../../deploy/sdk/actions/vault/deposit.ts";
import { keepAuctions } from "../../deploy/sdk/actions/keeper/keepAuctions.ts";
import { getSolvency } from "../../deploy/sdk/actions/vault/getSolvency.ts";
import { proveReserves } from "../../deploy/sdk/actions/vault/proveReserves.ts";
import { traderOf } from "../../deploy/sdk/client.ts";
import { openMarket, usdc } from "../fixtures/market.ts";
import { rejection } from "../fixtures/rejection.ts";

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });
const { networkHelpers } = connection;

async function market() {
  return openMarket(connection);
}

describe("the vault's solvency", () => {
  const open = async () => {
    const m = await networkHelpers.loadFixture(market);
    const [wallet] = await connection.viem.getWalletClients();
    if (wallet === undefined) throw new Error("The chain has no account.");
    const { vault } = m;
    const token = await connection.viem.getContractAt("IUSDC", await vault.read.usdc());
    await networkHelpers.impersonateAccount(vault.address);
    await networkHelpers.setBalance(vault.address, parseEther("1"));
    return {
      ...m,
      anyone: traderOf(m.client, wallet),
      lose: (amount: bigint) =>
        token.write.transfer([m.seller.address, amount], { account: vault.address }),
      give: (amount: bigint) =>
        token.write.transfer([vault.address, amount], { account: m.seller.wallet.account }),
      stopped: async () => (await getSolvency(m.client)).stopped,
    };
  };

  it("should be proved as the feed then says, by anyone, with the proof's age after it", async () => {
    const m = await open();
    expect((await getSolvency(m.client)).proof).to.equal(null);
    const { roundId, answer, updatedAt, solvent, liabilities } = await proveReserves(m.anyone);
    expect([roundId, answer, solvent]).to.deep.equal([1n, liabilities, true]);
    await networkHelpers.time.increase(600);
    const { proof, balance } = await getSolvency(m.client);
    expect(proof).to.deep.equal({ roundId, answer, updatedAt, age: 600 });
    expect(balance).to.equal(answer);
  });

  it("should say why deposits and bids stop when money is missing, and open again with it", async () => {
    const m = await open();
    await proveReserves(m.anyone);
    await m.lose(usdc(5));
    expect(await m.stopped()).to.deep.equal({ deposits: ["MoneyMissing"], bids: [] });

    // The keeper sees it: a proof would say something else now.
    const { actions } = await keepAuctions(m.anyone);
    expect(actions.map(({ kind }) => kind)).to.deep.equal(["ProveReserves"]);
    const causes = { deposits: ["ProvedInsolvent", "MoneyMissing"], bids: ["ProvedInsolvent"] };
    expect(await m.stopped()).to.deep.equal(causes);
    const late = deposit(m.anyone, { amount: usdc(1), faucet: true });
    expect(
      await late.then(
        () => "taken",
        () => "refused",
      ),
    ).to.equal("refused");

    await m.give(usdc(5));
    const stillStopped = { deposits: ["ProvedInsolvent"], bids: ["ProvedInsolvent"] };
    expect(await m.stopped()).to.deep.equal(stillStopped);
    await keepAuctions(m.anyone);
    expect(await m.stopped()).to.deep.equal({ deposits: [], bids: [] });
    expect((await getSolvency(m.client)).insolvency?.until).to.be.a("number");
    expect(await rejection(deposit(m.anyone, { amount: usdc(1), faucet: true }))).to.equal(
      undefined,
    );
  });

  it("should say that the guardian has paused", async () => {
    const m = await open();
    await m.vault.write.pause({ account: m.guardian.account });
    expect(await m.stopped()).to.deep.equal({ deposits: ["Paused"], bids: ["Paused"] });
  });
});
