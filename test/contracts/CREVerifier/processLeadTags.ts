import { expect } from "chai";
import { zeroHash, type Hex } from "viem";

import {
  attestation,
  networkHelpers,
  tagOf,
  type Attestation,
} from "../../fixtures/attestation.ts";
import { attestedIn, expectRejected } from "../../fixtures/attestationAssertions.ts";
import { verticalId } from "../../fixtures/registry.ts";

const [PHONE, EMAIL, OTHER] = [tagOf("phone"), tagOf("e-mail"), tagOf("other")];

/** Reports a lead with these tags, which is minted as lead 1. */
async function firstLead(dedupTags: readonly [Hex, Hex] = [PHONE, EMAIL]) {
  const context = await attestation();
  const lead = await context.createLead({ report: { dedupTags } });
  expect(attestedIn(context, await context.send([lead]))).to.deep.equal([1n]);
  return context;
}

/** Reports another lead with these tags. @returns the ids of minted leads. */
async function mintNext(context: Attestation, dedupTags: readonly [Hex, Hex]) {
  const lead = await context.createLead({ report: { dedupTags } });
  return attestedIn(context, await context.send([lead]));
}

describe("CREVerifier.processLead: dedup tags", () => {
  it("should refuse a lead without any", async () => {
    const context = await attestation();
    const lead = await context.createLead({ report: { dedupTags: [zeroHash, zeroHash] } });
    await expectRejected(context, lead, "CREVerifier_NoDedupTag", []);
  });

  describe("given a lead with both", () => {
    for (const [what, dedupTags, tag] of [
      ["the same phone", [PHONE, OTHER], PHONE],
      ["the same e-mail", [OTHER, EMAIL], EMAIL],
      ["the same phone and no e-mail", [PHONE, zeroHash], PHONE],
      ["no phone and the same e-mail", [zeroHash, EMAIL], EMAIL],
    ] as const) {
      it(`should refuse another one with ${what}`, async () => {
        const context = await firstLead();
        const lead = await context.createLead({ report: { dedupTags } });
        const until = await context.verifier.read.blockedUntil([tag]);
        await expectRejected(context, lead, "CREVerifier_RecycledLead", [tag, 1n, until]);
      });
    }

    it("should take another one with neither", async () => {
      const context = await firstLead();
      expect(await mintNext(context, [OTHER, zeroHash])).to.deep.equal([2n]);
    });

    it("should refuse it in the last second of the window, and take it in the next", async () => {
      const context = await firstLead();
      const until = await context.verifier.read.blockedUntil([EMAIL]);
      const dedupTags = [OTHER, EMAIL] as const;
      await networkHelpers.time.increaseTo(until - 60n);
      const lead = await context.createLead({ report: { dedupTags } });
      await networkHelpers.time.setNextBlockTimestamp(until - 1n);
      await expectRejected(context, lead, "CREVerifier_RecycledLead", [EMAIL, 1n, until]);
      await networkHelpers.time.setNextBlockTimestamp(until);
      expect(attestedIn(context, await context.send([lead]))).to.deep.equal([2n]);
    });
  });

  describe("given a lead without an e-mail", () => {
    it("should take another consumer's without an e-mail", async () => {
      const context = await firstLead([PHONE, zeroHash]);
      expect(await mintNext(context, [OTHER, zeroHash])).to.deep.equal([2n]);
      expect(await context.verifier.read.blockedUntil([zeroHash])).to.equal(0n);
    });
  });

  describe("given a lead in a vertical of another root", () => {
    it("should say until when by the window of the new lead's vertical", async () => {
      const context = await attestation();
      const vertical = verticalId("b2b_saas.crm");
      const { duplicateWindow } = await context.registry.read.verticalOf([vertical]);
      const lead = await context.createLead({
        submission: { vertical },
        report: { dedupTags: [PHONE, EMAIL] },
      });
      await context.send([lead]);
      expect(await context.verifier.read.blockedUntil([PHONE])).to.equal(
        BigInt((await context.now()) + duplicateWindow),
      );
    });
  });

  describe("given a lead that was erased unsold", () => {
    it("should take the consumer's lead again at once, which then blocks in its place", async () => {
      const context = await firstLead();
      const { nft, verifier, seller } = context;
      await nft.write.erase([1n], { account: seller.account });
      expect(await verifier.read.blockedUntil([PHONE])).to.equal(0n);
      expect(await mintNext(context, [PHONE, EMAIL])).to.deep.equal([2n]);
      const lead = await context.createLead({ report: { dedupTags: [OTHER, EMAIL] } });
      const until = await verifier.read.blockedUntil([EMAIL]);
      await expectRejected(context, lead, "CREVerifier_RecycledLead", [EMAIL, 2n, until]);
    });
  });

  describe("given a refused lead", () => {
    it("should block nothing: tags block from mint on", async () => {
      const context = await attestation();
      const report = { dedupTags: [PHONE, EMAIL], checks: 64 } as const;
      await context.send([await context.createLead({ report })]);
      expect(await context.verifier.read.blockedUntil([PHONE])).to.equal(0n);
      expect(await mintNext(context, [PHONE, EMAIL])).to.deep.equal([1n]);
    });
  });

  describe("given two leads of a consumer in one report", () => {
    it("should mint the first", async () => {
      const context = await attestation();
      const leads = [
        await context.createLead({ report: { dedupTags: [PHONE, zeroHash] } }),
        await context.createLead({ report: { dedupTags: [PHONE, EMAIL] } }),
      ];
      expect(attestedIn(context, await context.send(leads))).to.deep.equal([1n]);
      expect(await context.verifier.read.blockedUntil([EMAIL])).to.equal(0n);
    });
  });
});
