import { expect } from "chai";

import { leafVerticals } from "../../../deploy/parameters/verticals.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  beforeListing,
  by,
  COMMIT_WINDOW,
  createAuction,
  DELIVERY_BOND,
  DELIVERY_WINDOW,
  drainVault,
  inCommitPhase,
  networkHelpers,
  pauseVault,
  RESERVE,
  REVEAL_WINDOW,
  setAsConfigurator,
  TERMS,
  viem,
} from "../../fixtures/auctionHouse.ts";
import { DEPOSIT, usdc, VERTICAL } from "../../fixtures/market.ts";
import { Fault, UNIT_BPS } from "../../fixtures/reservePricer.ts";

const { assertions } = viem;
const { time } = networkHelpers;
const AUCTION_LENGTH = COMMIT_WINDOW + REVEAL_WINDOW;
/** The longest time from listing to the end of delivery: a tie's time-out in between. */
const LATEST_END = AUCTION_LENGTH + 86_400 + DELIVERY_WINDOW;

describe("AuctionHouse.createAuction", () => {
  describe("given a lead that its seller still has", () => {
    it("should say everything that stays fixed for the round", async () => {
      const m = await beforeListing();
      const now = (await time.latest()) + 10;
      await time.setNextBlockTimestamp(now);
      await assertions.emitWithArgs(createAuction(m, m.leadId), m.house, "AuctionCreated", [
        m.leadId,
        1,
        m.seller.address,
        TERMS,
        RESERVE,
        { multiplierBps: UNIT_BPS, fault: Fault.SequencerGracePeriod, btcPrice: 0n, ethPrice: 0n },
        usdc(10),
        DELIVERY_BOND,
        now + COMMIT_WINDOW,
        now + AUCTION_LENGTH,
        DELIVERY_WINDOW,
        500,
        0,
      ]);
    });

    it("should lock the delivery bond and leave the title with the seller", async () => {
      const m = await beforeListing();
      await createAuction(m, m.leadId);
      expect(await m.nft.read.ownerOf([m.leadId])).to.equal(m.seller.address);
      expect(await m.balanceOf(m.seller)).to.deep.equal({
        free: DEPOSIT - DELIVERY_BOND,
        locked: DELIVERY_BOND,
      });
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Commit);
    });
  });

  describe("given a lead that the caller cannot sell", () => {
    it("reverts for an account that is not the seller", async () => {
      const m = await beforeListing();
      const [stranger] = m.bidders;
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.createAuction([m.leadId, TERMS], by(stranger)),
        m.nft,
        "LeadNFT_NotSellersLead",
        [m.leadId, m.seller.address, m.seller.address],
      );
    });

    it("reverts for the buyer, and for the seller, once it is sold", async () => {
      const m = await inCommitPhase();
      const [buyer] = m.bidders;
      await m.runBids(m.leadId, [[buyer, usdc(100)]]);
      await m.house.write.deliver([...(await m.deliveryTo(m.leadId, buyer))]);
      for (const party of [buyer, m.seller]) {
        await assertions.revertWithCustomErrorWithArgs(
          m.house.write.createAuction([m.leadId, TERMS], by(party)),
          m.house,
          "AuctionHouse_AlreadySold",
          [m.leadId],
        );
      }
    });

    it("reverts while it is in an auction already", async () => {
      const m = await inCommitPhase();
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId),
        m.house,
        "AuctionHouse_AlreadyListed",
        [m.leadId, Phase.Commit],
      );
    });

    it("reverts for a lead that does not exist", async () => {
      const m = await beforeListing();
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, 99n),
        m.nft,
        "ERC721NonexistentToken",
        [99n],
      );
    });

    it("reverts for a lead that was erased", async () => {
      const m = await beforeListing();
      await m.nft.write.erase([m.leadId], by(m.seller));
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId),
        m.nft,
        "LeadNFT_Erased",
        [m.leadId],
      );
    });
  });

  describe("given a lead that is about to expire", () => {
    it("should open an auction whose delivery can be due in the lead's last second", async () => {
      const m = await beforeListing();
      const { expiresAt } = await m.nft.read.leadOf([m.leadId]);
      await time.setNextBlockTimestamp(expiresAt - LATEST_END);
      await createAuction(m, m.leadId);
      const { revealEnd } = await m.house.read.auctionOf([m.leadId]);
      expect(revealEnd + 86_400 + DELIVERY_WINDOW).to.equal(expiresAt);
    });

    it("reverts when it could be due a second later", async () => {
      const m = await beforeListing();
      const { expiresAt } = await m.nft.read.leadOf([m.leadId]);
      await time.setNextBlockTimestamp(expiresAt - LATEST_END + 1);
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId),
        m.house,
        "AuctionHouse_LeadExpired",
        [m.leadId, BigInt(expiresAt), BigInt(expiresAt + 1)],
      );
    });
  });

  describe("given a vertical that takes no new business", () => {
    it("reverts when the vertical is inactive", async () => {
      const m = await beforeListing();
      const vertical = leafVerticals().get(VERTICAL);
      const config = { ...vertical?.config, active: false };
      await setAsConfigurator(m, m.registry, "configureVertical", VERTICAL, config);
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId),
        m.registry,
        "VerticalRegistry_InactiveVertical",
        [vertical?.id ?? "0x"],
      );
    });

    it("reverts when the vertical is closed to the lead's region", async () => {
      const m = await beforeListing();
      const { vertical, region } = await m.nft.read.leadOf([m.leadId]);
      await setAsConfigurator(m, m.registry, "setRegionRestriction", vertical, region, true);
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId),
        m.registry,
        "VerticalRegistry_RestrictedRegion",
        [vertical, region],
      );
    });
  });

  describe("given a vault that takes no new business", () => {
    it("reverts when it is paused", async () => {
      const m = await beforeListing();
      await pauseVault(m);
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId),
        m.vault,
        "PersonalEscrowVault_Paused",
        [],
      );
    });

    it("reverts when it is insolvent", async () => {
      const m = await beforeListing();
      await drainVault(m);
      const liabilities = await m.vault.read.liabilities();
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId),
        m.vault,
        "PersonalEscrowVault_Insolvent",
        [liabilities],
      );
    });
  });

  describe("when the seller cannot cover the delivery bond", () => {
    it("reverts one unit short and leaves the title with the seller", async () => {
      const m = await beforeListing();
      const { address } = m.seller;
      const free = DELIVERY_BOND - 1n;
      await m.vault.write.withdraw([address, DEPOSIT - free], by(m.seller));
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId),
        m.vault,
        "PersonalEscrowVault_InsufficientFree",
        [address, free, DELIVERY_BOND],
      );
      expect(await m.nft.read.ownerOf([m.leadId])).to.equal(address);
    });

    it("should open the auction with exactly the bond", async () => {
      const m = await beforeListing();
      await m.vault.write.withdraw([m.seller.address, DEPOSIT - DELIVERY_BOND], by(m.seller));
      await createAuction(m, m.leadId);
      expect(await m.balanceOf(m.seller)).to.deep.equal({ free: 0n, locked: DELIVERY_BOND });
    });
  });

  describe("when the protocol's fees are above the seller's terms", () => {
    for (const [fee, terms] of [
      ["share", { maxFeeBps: 499 }],
      ["flat fee", { maxConvenienceFee: 999_999 }],
    ] as const) {
      it(`reverts for the ${fee}`, async () => {
        const m = await beforeListing();
        const fees = { treasury: m.accounts.treasury, feeBps: 500, convenienceFee: 1_000_000 };
        await setAsConfigurator(m, m.house, "setFeeConfig", fees);
        await assertions.revertWithCustomErrorWithArgs(
          createAuction(m, m.leadId, { ...TERMS, ...terms }),
          m.house,
          "AuctionHouse_FeeTooHigh",
          [m.leadId, 500n, 1_000_000n],
        );
      });
    }

    it("should open the auction where they are exactly what the terms accept", async () => {
      const m = await beforeListing();
      await createAuction(m, m.leadId, { ...TERMS, maxFeeBps: 500, maxConvenienceFee: 0 });
      expect((await m.house.read.auctionOf([m.leadId])).feeBps).to.equal(500);
    });
  });

  describe("when the premium is above 100 %", () => {
    it("reverts", async () => {
      const m = await beforeListing();
      await assertions.revertWithCustomErrorWithArgs(
        createAuction(m, m.leadId, { ...TERMS, qualityPremiumBps: 10_001 }),
        m.house,
        "AuctionHouse_PremiumTooHigh",
        [10_001n, 10_000n],
      );
    });
  });
});
