import { expect } from "chai";
import { decodeErrorResult, encodeErrorResult, parseEventLogs } from "viem";

import { submissionDigest } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import {
  beforeListing,
  by,
  COMMIT_WINDOW,
  DELIVERY_WINDOW,
  drainVault,
  pauseVault,
  REVEAL_WINDOW,
  setAsConfigurator,
  setPrices,
  TERMS,
  viem,
  type HouseMarket,
} from "../../fixtures/auctionHouse.ts";
import { DEPOSIT, usdc, VERTICAL } from "../../fixtures/market.ts";
import { verticalId } from "../../fixtures/registry.ts";
import { Fault, UNIT_BPS } from "../../fixtures/reservePricer.ts";

const { assertions } = viem;

/** The contracts' errors, to read rejections with. */
const errorsOf = ({ house, vault, nft, verifier, registry }: HouseMarket) => [
  ...house.abi,
  ...vault.abi,
  ...nft.abi,
  ...verifier.abi,
  ...registry.abi,
];

/** Reports one lead for listing. @returns the result, and the rejection as an error. */
async function list(m: HouseMarket, lead: Parameters<HouseMarket["makeLead"]>[0] = {}) {
  const disclosure = await m.disclose(await m.makeLead(lead));
  const outcome = await m.report([await m.attest(disclosure)]);
  const [rejected] = outcome.rejected;
  const error = rejected && decodeErrorResult({ abi: errorsOf(m), data: rejected.reason });
  return { ...outcome, disclosure, error: error && { name: error.errorName, args: error.args } };
}

describe("AuctionHouse.createAuctionFor", () => {
  describe("when the caller is not the verifier", () => {
    it("reverts, for the lead's seller too", async () => {
      const m = await beforeListing();
      const lead = await m.nft.read.leadOf([m.leadId]);
      const rules = await m.registry.read.verticalOf([lead.vertical]);
      await assertions.revertWithCustomErrorWithArgs(
        m.house.write.createAuctionFor([m.leadId, lead, rules, TERMS], by(m.seller)),
        m.house,
        "AuctionHouse_UnauthorizedCaller",
        [m.seller.address],
      );
    });
  });

  describe("given a signed submission that asks for its auction", () => {
    it("should mint to the seller and open the auction under the signed terms", async () => {
      const m = await beforeListing();
      const { receipt, attested, disclosure } = await list(m, { terms: { baseReserve: "123.45" } });
      const leadId = m.leadId + 1n;
      expect(attested.map((lead) => lead.leadId)).to.deep.equal([leadId]);
      const { timestamp } = await m.publicClient.getBlock({ blockHash: receipt.blockHash });
      const now = Number(timestamp);
      await assertions.emitWithArgs(receipt.transactionHash, m.house, "AuctionCreated", [
        leadId,
        1,
        m.seller.address,
        disclosure.submission.terms,
        usdc(123.45),
        { multiplierBps: UNIT_BPS, fault: Fault.SequencerGracePeriod, btcPrice: 0n, ethPrice: 0n },
        usdc(12.345),
        usdc(12.345),
        now + COMMIT_WINDOW,
        now + COMMIT_WINDOW + REVEAL_WINDOW,
        DELIVERY_WINDOW,
        500,
        0,
      ]);
      expect(await m.nft.read.ownerOf([leadId])).to.equal(m.seller.address);
      expect(await m.balanceOf(m.seller)).to.deep.equal({
        free: DEPOSIT - usdc(12.345),
        locked: usdc(12.345),
      });
    });

    it("should price the quality that the report attests", async () => {
      const m = await beforeListing();
      const { attested } = await list(m, { terms: { qualityPremiumBps: 5_000 } });
      const leadId = attested[0]?.leadId ?? 0n;
      const { score } = await m.nft.read.leadOf([leadId]);
      expect((await m.house.read.auctionOf([leadId])).reserve).to.equal(
        usdc(85) + (usdc(85) * 5_000n * BigInt(score)) / 10n ** 8n,
      );
    });
  });

  describe("given a batch in which one seller lacks the delivery bond", () => {
    async function batchWithPoorSeller() {
      const m = await beforeListing();
      const [poor] = m.bidders;
      await m.vault.write.withdraw([poor.address, DEPOSIT - usdc(1)], by(poor));
      const disclosures = [];
      for (const from of [m.seller, poor, m.seller]) {
        disclosures.push(await m.disclose(await m.makeLead(), { from }));
      }
      const reports = await Promise.all(disclosures.map((disclosure) => m.attest(disclosure)));
      return { m, poor, disclosures, outcome: await m.report(reports) };
    }

    it("should reject that lead and say why", async () => {
      const { m, poor, disclosures, outcome } = await batchWithPoorSeller();
      const { chainId, verifier, vault } = m;
      const submission = disclosures[1]?.submission;
      if (submission === undefined) throw new Error("There is no second lead.");
      await assertions.emitWithArgs(outcome.receipt.transactionHash, verifier, "LeadRejected", [
        submissionDigest(submission, { chainId, verifier: verifier.address }),
        encodeErrorResult({
          abi: vault.abi,
          errorName: "PersonalEscrowVault_InsufficientFree",
          args: [poor.address, usdc(1), usdc(8.5)],
        }),
      ]);
      expect(outcome.rejected).to.have.length(1);
      expect(await m.balanceOf(poor)).to.deep.equal({ free: usdc(1), locked: 0n });
    });

    it("should list the others and lock their bonds", async () => {
      const { m, outcome } = await batchWithPoorSeller();
      const leadIds = outcome.attested.map(({ leadId }) => leadId);
      expect(leadIds).to.deep.equal([m.leadId + 1n, m.leadId + 2n]);
      for (const leadId of leadIds) {
        expect(await m.nft.read.ownerOf([leadId])).to.equal(m.seller.address);
        expect(await m.house.read.phaseOf([leadId])).to.equal(Phase.Commit);
      }
      expect((await m.balanceOf(m.seller)).locked).to.equal(2n * usdc(8.5));
    });

    it("should list the rejected lead in a later report, once its seller has the bond", async () => {
      const { m, poor, disclosures } = await batchWithPoorSeller();
      await m.usdc.write.approve([m.vault.address, usdc(100)], by(poor));
      await m.vault.write.deposit([usdc(100)], by(poor));
      const [, disclosure] = disclosures;
      if (disclosure === undefined) throw new Error("There is no second lead.");
      const { attested } = await m.report([await m.attest(disclosure)]);
      expect(attested.map(({ leadId }) => leadId)).to.deep.equal([m.leadId + 3n]);
      expect((await m.balanceOf(poor)).locked).to.equal(usdc(8.5));
    });
  });

  describe("given a report on leads of two verticals, one with a curve of its own", () => {
    it("should give each lead its vertical's quote, the first and the others", async () => {
      const m = await beforeListing();
      const own = [{ ratioBps: 10_000, multiplierBps: 11_000 }];
      await setAsConfigurator(m, m.pricer, "setCurve", verticalId("insurance.auto"), own);
      await setPrices(m, 150n);
      const verticals = [VERTICAL, "insurance.auto", VERTICAL, "insurance.auto"];
      const reports = [];
      for (const vertical of verticals) {
        reports.push(await m.attest(await m.disclose(await m.makeLead({ vertical }))));
      }
      const { receipt } = await m.report(reports);
      const { abi } = m.house;
      const { logs } = receipt;
      const created = parseEventLogs({ abi, eventName: "AuctionCreated", logs });
      const expected = await Promise.all(
        verticals.map((vertical) => m.pricer.read.quoteOf([verticalId(vertical)])),
      );
      expect(created.map(({ args }) => args.quote)).to.deep.equal(expected);
      expect(expected.map(({ multiplierBps }) => multiplierBps)).to.deep.equal([
        ...[12_000, 11_000, 12_000, 11_000],
      ]);
      expect(expected.every(({ btcPrice, ethPrice }) => btcPrice > 0n && ethPrice > 0n)).to.equal(
        true,
      );
    });
  });

  describe("given terms that the house refuses", () => {
    it("should reject the lead when the fees have risen above what its seller signed", async () => {
      const m = await beforeListing();
      const fees = { treasury: m.accounts.treasury, feeBps: 501, convenienceFee: 0 };
      await setAsConfigurator(m, m.house, "setFeeConfig", fees);
      const { error, attested } = await list(m, { terms: { maxFeeBps: 500 } });
      expect(error).to.deep.equal({
        name: "AuctionHouse_FeeTooHigh",
        args: [m.leadId + 1n, 501n, 0n],
      });
      expect(attested).to.deep.equal([]);
    });
  });

  describe("given a vault that takes no new business", () => {
    it("should reject the lead while it is paused, and mint those that are not to be listed", async () => {
      const m = await beforeListing();
      await pauseVault(m);
      const { error } = await list(m);
      expect(error).to.deep.equal({ name: "PersonalEscrowVault_Paused", args: undefined });
      const { leadId } = await m.listLead({}, { autoList: false });
      expect(await m.nft.read.ownerOf([leadId])).to.equal(m.seller.address);
    });

    it("should reject the lead while it is insolvent", async () => {
      const m = await beforeListing();
      await drainVault(m);
      expect((await list(m)).error).to.deep.equal({
        name: "PersonalEscrowVault_Insolvent",
        args: [await m.vault.read.liabilities()],
      });
    });
  });
});
