import { expect } from "chai";
import { decodeErrorResult, zeroHash } from "viem";

import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { Phase } from "../../deploy/sdk/codes/enums.ts";
import { by, freshMarket } from "../fixtures/auctionHouse.ts";
import { handOver } from "../fixtures/handOver.ts";
import { DEPOSIT, usdc } from "../fixtures/market.ts";

/** A consumer's lead that is listed, and what it takes to offer the consumer again, through another seller. */
async function offered() {
  const m = await freshMarket();
  const [rival, buyer] = m.bidders;
  const { leadId, lead } = await m.listLead();

  /** Offers a lead of the same consumer, apart from `changes`; the error that it is refused with. */
  async function offerAgain(
    changes: Partial<Omit<Lead, "contact">> & { contact?: Lead["contact"] },
  ) {
    const { contact, ...rest } = changes;
    const fresh = await m.makeLead(rest);
    const again = { ...fresh, contact: { ...fresh.contact, ...lead.contact, ...contact } };
    const report = await m.attest(await m.disclose(again, { from: rival }));
    const { attested, rejected } = await m.report([report]);
    const [refusal] = rejected;
    if (refusal === undefined) return { leadId: attested[0]?.leadId };
    const { errorName } = decodeErrorResult({ abi: m.verifier.abi, data: refusal.reason });
    return { error: errorName };
  }

  return { ...m, leadId, lead, rival, buyer, offerAgain };
}

const RECYCLED = { error: "CREVerifier_RecycledLead" };

describe("Pitfalls of recycled leads", () => {
  describe("a consumer is sold again", () => {
    it("with another phone number: the e-mail is enough", async () => {
      const { offerAgain } = await offered();
      expect(await offerAgain({ contact: { phone: "(512) 867-5309" } })).to.deep.equal(RECYCLED);
    });

    it("with another e-mail, or none: the phone number is enough", async () => {
      const { offerAgain } = await offered();
      for (const email of ["somebody.else@example.com", undefined]) {
        expect(await offerAgain({ contact: { email } })).to.deep.equal(RECYCLED);
      }
    });

    it("in a sister vertical: tags are those of the root", async () => {
      const { offerAgain } = await offered();
      expect(await offerAgain({ vertical: "solar.battery" })).to.deep.equal(RECYCLED);
    });

    it("under another root: that is another request, and taken", async () => {
      const { offerAgain, leadId } = await offered();
      expect(await offerAgain({ vertical: "b2b_saas.crm" })).to.deep.equal({ leadId: leadId + 1n });
    });

    it("after the buyer has erased what it bought: its seller has been paid for the consumer", async () => {
      const m = await offered();
      await m.runBids(m.leadId, [[m.buyer, usdc(120)]]);
      await m.house.write.deliver([...(await m.deliveryTo(m.leadId, m.buyer))]);
      await m.nft.write.erase([m.leadId], by(m.buyer));
      expect(await m.offerAgain({})).to.deep.equal(RECYCLED);
    });

    it("after the title was handed over outside an auction, and erased", async () => {
      const m = await offered();
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      const handing = await handOver(m, m.leadId, m.seller, m.buyer);
      await m.nft.write.deliverTo(handing, by(m.seller));
      await m.nft.write.erase([m.leadId], by(m.buyer));
      expect(await m.offerAgain({})).to.deep.equal(RECYCLED);
    });
  });

  describe("an erasure shuts a consumer out for 90 days", () => {
    it("whose lead nobody has bought: its tags are void, another seller takes the consumer's lead at once", async () => {
      const m = await offered();
      await m.house.write.cancelAuction([m.leadId], by(m.seller));
      await m.nft.write.erase([m.leadId], by(m.seller));
      expect(await m.offerAgain({})).to.deep.equal({ leadId: m.leadId + 1n });
    });

    it("or waits for an auction that runs: bids and bonds go back, and the consumer's lead can be sold again", async () => {
      const m = await offered();
      await m.commit(m.leadId, m.buyer, usdc(120));
      await m.nft.write.erase([m.leadId], by(m.seller));
      expect(await m.house.read.phaseOf([m.leadId])).to.equal(Phase.Erased);
      const { round } = await m.house.read.auctionOf([m.leadId]);
      await m.house.write.forfeitBond([m.leadId, round, m.buyer.address]);
      expect(await m.balanceOf(m.buyer)).to.deep.equal({ free: DEPOSIT, locked: 0n });
      expect(await m.nft.read.leadOf([m.leadId])).to.include({
        contentHash: zeroHash,
        capsuleHash: zeroHash,
      });
      expect(await m.offerAgain({})).to.deep.equal({ leadId: m.leadId + 1n });
    });
  });
});
