import { expect } from "chai";
import { encodeFunctionData, zeroAddress } from "viem";

import { encodeKeeperAction, type KeeperAction } from "../../../deploy/sdk/report/keeperReport.ts";
import { networkHelpers, viem } from "../../fixtures/auctionHouse.ts";
import { TIP } from "../../fixtures/keeper.ts";
import { KEEPER_CASES } from "../../fixtures/keeperCases.ts";

/** Gives an account the code of a wallet that has the keeper do an action whenever something calls it. */
async function turnHostile(address: `0x${string}`, keeper: `0x${string}`, action: KeeperAction) {
  const wallet = await viem.deployContract("TestReentrantWallet", [
    keeper,
    encodeKeeperAction(action),
  ]);
  const client = await viem.getPublicClient();
  const code = await client.getCode({ address: wallet.address });
  await networkHelpers.setCode(address, code ?? "0x");
  return viem.getContractAt("TestReentrantWallet", address);
}

describe("AuctionKeeper and contracts as parties", () => {
  for (const [what, setUp] of Object.entries(KEEPER_CASES)) {
    describe(`given ${what}`, () => {
      it("should call no party, so that none can call back", async () => {
        const { m, action, toDue } = await setUp();
        await toDue();
        const parties = [m.seller, ...m.bidders, m.treasury];
        const wallets = [];
        for (const { address } of parties) {
          wallets.push(await turnHostile(address, m.keeper.address, action));
        }
        const hash = await m.perform([action], { beneficiary: m.bidders[5].address });
        expect(await m.outcomeOf(hash)).to.deep.equal({ performed: 1, skipped: 0, left: 0 });
        for (const wallet of wallets) expect(await wallet.getEvents.Reentered()).to.deep.equal([]);
      });

      it("should do it once for a contract that asks twice in a transaction", async () => {
        const { m, action, toDue, tipped = false } = await setUp();
        await toDue();
        const batch = await viem.deployContract("TestBatch");
        const words = [encodeKeeperAction(action)];
        const call = encodeFunctionData({
          abi: m.keeper.abi,
          functionName: "perform",
          args: [words, batch.address],
        });
        const asked = m.changesOf([batch, m.holdings], () =>
          batch.write.run([m.keeper.address, [call, call]]),
        );
        expect(await asked).to.deep.equal([
          { free: tipped ? TIP : 0n, locked: 0n },
          { free: 0n, locked: 0n },
        ]);
        expect(await m.keeper.simulate.perform([words, zeroAddress])).to.deep.include({
          result: 0n,
        });
      });
    });
  }
});
