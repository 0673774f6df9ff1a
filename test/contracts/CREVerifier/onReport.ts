import { expect } from "chai";

import { submissionDigest } from "../../../deploy/sdk/lead/leadSubmission.ts";
import { attestation, networkHelpers, viem } from "../../fixtures/attestation.ts";
import { attestedIn, rejectedIn } from "../../fixtures/attestationAssertions.ts";

describe("CREVerifier.onReport through the KeystoneForwarder", () => {
  describe("given a lead that is not to be listed", () => {
    it("should mint it to the seller and say what the record does not hold", async () => {
      const context = await attestation();
      const { verifier, nft, seller, chainId } = context;
      const lead = await context.createLead();
      const observedAt = await context.now();
      const { hash, delivered } = await context.send([lead]);
      expect(delivered).to.equal(true);
      const { submission } = lead;
      await viem.assertions.emitWithArgs(Promise.resolve(hash), verifier, "LeadAttested", [
        1n,
        submissionDigest(submission, { chainId, verifier: verifier.address }),
        lead.dedupTags,
        lead.subScores,
        lead.checks,
        submission.source,
        submission.consentTime,
        observedAt,
        `0x${Buffer.from(submission.attributes).toString("hex")}`,
        false,
      ]);
      expect(await nft.read.ownerOf([1n])).to.equal(seller.account.address);
    });

    it("should keep the record, use the nonce and block the consumer", async () => {
      const context = await attestation();
      const { verifier, nft, seller } = context;
      const lead = await context.createLead();
      await context.send([lead]);
      const { vertical, region, expiresAt, contentHash } = lead.submission;
      expect(await nft.read.leadOf([1n])).to.include({
        ...{ seller: seller.account.address, score: 8_150 },
        ...{ vertical, region, expiresAt, contentHash },
      });
      expect(
        await verifier.read.isNonceUsed([seller.account.address, lead.submission.nonce]),
      ).to.equal(true);
      const rules = await context.registry.read.verticalOf([vertical]);
      for (const tag of lead.dedupTags) {
        expect(await verifier.read.blockedUntil([tag])).to.equal(
          BigInt((await context.now()) + rules.duplicateWindow),
        );
      }
    });
  });

  describe("given a lead that is to be listed", () => {
    it("should mint it to the seller and open its auction in the same transaction", async () => {
      const context = await attestation();
      const { nft, house, seller } = context;
      const lead = await context.createLead({ submission: { autoList: true } });
      const { hash } = await context.send([lead]);
      await viem.assertions.emit(Promise.resolve(hash), house, "AuctionCreated");
      expect(await nft.read.ownerOf([1n])).to.equal(seller.account.address);
      expect(await house.read.isUnclosed([1n])).to.equal(true);
    });

    it("should mint nothing when the seller lacks the delivery bond", async () => {
      const context = await attestation();
      const { vault, nft, seller } = context;
      const free = await vault.read.freeOf([seller.account.address]);
      await vault.write.withdraw([seller.account.address, free], { account: seller.account });
      const lead = await context.createLead({ submission: { autoList: true } });
      const outcome = await context.send([lead]);
      const [rejected] = rejectedIn(context, outcome);
      expect(rejected?.error).to.equal("PersonalEscrowVault_InsufficientFree");
      await viem.assertions.revertWithCustomErrorWithArgs(
        nft.read.leadOf([1n]),
        nft,
        "ERC721NonexistentToken",
        [1n],
      );
    });
  });

  describe("given a batch with one bad lead", () => {
    it("should refuse that one and mint the others", async () => {
      const context = await attestation();
      const leads = [
        await context.createLead(),
        await context.createLead({ report: { checks: 64 } }),
        await context.createLead({ submission: { autoList: true } }),
      ];
      const outcome = await context.send(leads);
      expect(attestedIn(context, outcome)).to.deep.equal([1n, 2n]);
      expect(rejectedIn(context, outcome).map(({ error }) => error)).to.deep.equal([
        "CREVerifier_UnknownChecks",
      ]);
    });
  });

  describe("given the largest batch", () => {
    it("should mint all 10", async () => {
      const context = await attestation();
      const leads = [];
      for (let i = 0; i < 10; i++) leads.push(await context.createLead());
      const outcome = await context.send(leads);
      expect(attestedIn(context, outcome)).to.have.length(10);
    });

    it("should fail with one more, so that the forwarder reports a failure", async () => {
      const context = await attestation();
      const lead = await context.createLead();
      const outcome = await context.send(Array.from({ length: 11 }, () => lead));
      expect(outcome.delivered).to.equal(false);
    });
  });

  describe("when the transaction carries too little gas for a good lead", () => {
    for (const gas of [300_000n, 600_000n, 900_000n]) {
      it(`should fail as a whole at ${gas.toString()}, keep nothing, and be taken again`, async () => {
        const context = await attestation();
        const { verifier, seller } = context;
        const lead = await context.createLead();
        const [executionId] = lead.dedupTags;
        const poor = await context.send([lead], { executionId, gas });
        expect(poor.receipt.status).to.equal("success");
        expect(poor.delivered).to.equal(false);
        expect(rejectedIn(context, poor)).to.deep.equal([]);
        expect(
          await verifier.read.isNonceUsed([seller.account.address, lead.submission.nonce]),
        ).to.equal(false);

        const paid = await context.send([lead], { executionId });
        expect(paid.delivered).to.equal(true);
        expect(attestedIn(context, paid)).to.deep.equal([1n]);
      });
    }

    it("should never turn a lead of a batch into a refused one, whatever the gas", async () => {
      const context = await attestation();
      const leads = [];
      for (let i = 0; i < 3; i++) {
        leads.push(await context.createLead({ submission: { autoList: true } }));
      }
      const snapshot = await networkHelpers.takeSnapshot();
      for (let gas = 300_000n; gas <= 2_100_000n; gas += 50_000n) {
        const outcome = await context.send(leads, { gas });
        expect(rejectedIn(context, outcome), gas.toString()).to.deep.equal([]);
        expect(attestedIn(context, outcome)).to.have.length(outcome.delivered ? 3 : 0);
        await snapshot.restore();
      }
    });
  });
});
