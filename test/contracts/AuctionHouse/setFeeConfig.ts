import { expect } from "chai";
import { encodeFunctionData, zeroAddress } from "viem";

import {
  beforeListing,
  by,
  createAuction,
  inCommitPhase,
  scheduleAsConfigurator,
  setAsConfigurator,
  viem,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { DEPOSIT, usdc } from "../../fixtures/market.ts";

const { assertions } = viem;
const [MAX_FEE_BPS, MAX_CONVENIENCE_FEE] = [1_000, 10_000_000];

/** Fees to a treasury that had none so far. */
const newFees = ({ deployer }: HouseMarket) => ({
  treasury: deployer.account.address,
  feeBps: 250,
  convenienceFee: 1_000_000,
});

describe("AuctionHouse.setFeeConfig", () => {
  describe("when the caller may not configure", () => {
    it("reverts for an account without a role", async () => {
      const m = await beforeListing();
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.setFeeConfig([newFees(m)], by(m.seller)),
        m.house,
        "AccessManagedUnauthorized",
        [m.seller.address],
      );
    });

    it("reverts for the configurator who has not scheduled it", async () => {
      const m = await beforeListing();
      const { account } = m.configurator;
      const data = encodeFunctionData({
        abi: m.house.abi,
        functionName: "setFeeConfig",
        args: [newFees(m)],
      });
      const operation = [account.address, m.house.address, data] as const;
      const operationId = await m.accessManager.read.hashOperation(operation);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.setFeeConfig([newFees(m)], { account }),
        m.accessManager,
        "AccessManagerNotScheduled",
        [operationId],
      );
    });
  });

  describe("when the configurator has waited for its delay", () => {
    it("should set the fees", async () => {
      const m = await beforeListing();
      const fees = newFees(m);
      await assertions.emitWithArgs(
        setAsConfigurator(m, m.house, "setFeeConfig", fees),
        m.house,
        "FeeConfigSet",
        [fees],
      );
      expect(await m.house.read.feeConfig()).to.deep.equal(fees);
    });

    it("should take the highest fees that are allowed", async () => {
      const m = await beforeListing();
      const fees = {
        ...newFees(m),
        feeBps: MAX_FEE_BPS,
        convenienceFee: MAX_CONVENIENCE_FEE,
      };
      await setAsConfigurator(m, m.house, "setFeeConfig", fees);
      expect(await m.house.read.feeConfig()).to.deep.equal(fees);
    });

    for (const [flaw, change] of [
      ["without a treasury", { treasury: zeroAddress }],
      ["with more than 10 % of the price", { feeBps: MAX_FEE_BPS + 1 }],
      ["with more than 10 USDC", { convenienceFee: MAX_CONVENIENCE_FEE + 1 }],
    ] as const) {
      it(`reverts ${flaw}`, async () => {
        const m = await beforeListing();
        const fees = { ...newFees(m), ...change };
        await assertions.revertWithCustomErrorWithArgs(
          setAsConfigurator(m, m.house, "setFeeConfig", fees),
          m.house,
          "AuctionHouse_InvalidFeeConfig",
          [fees.treasury, BigInt(fees.feeBps), BigInt(fees.convenienceFee)],
        );
      });
    }
  });

  describe("given an auction that runs already", () => {
    it("should leave its fees, and pay them to the new treasury", async () => {
      const m = await inCommitPhase();
      const [buyer] = m.bidders;
      const { treasury } = newFees(m);
      const setFees = await scheduleAsConfigurator(m, m.house, "setFeeConfig", newFees(m));
      await m.runBids(m.leadId, [[buyer, usdc(100)]]);
      await setFees();
      const delivery = await m.deliveryTo(m.leadId, buyer);
      await assertions.emitWithArgs(
        m.house.write.deliver([...delivery]),
        m.house,
        "AuctionSettled",
        [m.leadId, 1, buyer.address, m.seller.address, treasury, usdc(100), usdc(5), usdc(10)],
      );
      expect(await m.balanceOf(m.seller)).to.deep.equal({ free: DEPOSIT + usdc(95), locked: 0n });
      expect(await m.vault.read.freeOf([treasury])).to.equal(usdc(5));
    });
  });

  describe("given an auction that is created afterwards", () => {
    it("should charge the new fees", async () => {
      const m = await beforeListing();
      const [buyer] = m.bidders;
      await setAsConfigurator(m, m.house, "setFeeConfig", newFees(m));
      await createAuction(m, m.leadId);
      await m.runBids(m.leadId, [[buyer, usdc(100)]]);
      const delivery = await m.deliveryTo(m.leadId, buyer);
      await assertions.emitWithArgs(
        m.house.write.deliver([...delivery]),
        m.house,
        "AuctionSettled",
        [
          m.leadId,
          1,
          buyer.address,
          m.seller.address,
          newFees(m).treasury,
          usdc(100),
          usdc(3.5),
          usdc(10),
        ],
      );
    });
  });
});
