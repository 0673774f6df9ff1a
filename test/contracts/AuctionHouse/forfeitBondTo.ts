import { expect } from "chai";
import { zeroAddress } from "viem";

import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { viem } from "../../fixtures/auctionHouse.ts";
import { auctionMarket } from "../../fixtures/auctionSteps.ts";
import { usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const TIP = 250_000n;
const NOTHING = { free: 0n, locked: 0n };

/** An unsold lead whose one bidder was silent. */
async function silence() {
  const m = await auctionMarket();
  const { leadId, auction } = await m.list();
  const [silent, other] = m.bidders;
  await m.commit(leadId, silent, usdc(120));
  return { ...m, leadId, bond: auction.bidBond, silent, other };
}

describe("AuctionHouse.forfeitBondTo", () => {
  it("should pay the tip to whom the caller names, and nothing to the caller", async () => {
    const { house, leadId, bond, silent, other, ...m } = await silence();
    await m.toRevealEnd(leadId);
    await m.toForfeits(leadId);
    const changes = await m.changesOf([silent, other, m.anyone, m.treasury], async () => {
      await assertions.emitWithArgs(
        house.write.forfeitBondTo([leadId, 1, silent.address, other.address]),
        house,
        "BondForfeited",
        [leadId, 1, silent.address, m.treasury.address, other.address, bond, TIP],
      );
    });
    expect(changes).to.deep.equal([
      { free: 0n, locked: -bond },
      { free: TIP, locked: 0n },
      NOTHING,
      { free: bond - TIP, locked: 0n },
    ]);
  });

  it("should leave the tip to the treasury if the caller names nobody", async () => {
    const { house, leadId, bond, silent, ...m } = await silence();
    await m.toRevealEnd(leadId);
    await m.toForfeits(leadId);
    const changes = await m.changesOf([m.anyone, m.treasury], async () => {
      await assertions.emitWithArgs(
        house.write.forfeitBondTo([leadId, 1, silent.address, zeroAddress]),
        house,
        "BondForfeited",
        [leadId, 1, silent.address, m.treasury.address, m.treasury.address, bond, TIP],
      );
    });
    expect(changes).to.deep.equal([NOTHING, { free: bond, locked: 0n }]);
  });

  it("reverts in the commit phase, and for an account without a commitment", async () => {
    const { house, leadId, silent, other, ...m } = await silence();
    await assertions.revertWithCustomErrorWithArgs(
      house.write.forfeitBondTo([leadId, 1, silent.address, other.address]),
      house,
      "AuctionHouse_WrongPhase",
      [leadId, Phase.Commit],
    );
    await m.toRevealEnd(leadId);
    await m.toForfeits(leadId);
    await assertions.revertWithCustomErrorWithArgs(
      house.write.forfeitBondTo([leadId, 1, other.address, other.address]),
      house,
      "AuctionHouse_NoCommitment",
      [leadId, 1, other.address],
    );
  });
});
