import { expect } from "chai";

import { attestation, networkHelpers, viem } from "../../fixtures/attestation.ts";
import { expectRejected } from "../../fixtures/attestationAssertions.ts";
import { verticalId } from "../../fixtures/registry.ts";

const DAY = 86_400;

describe("CREVerifier.processLead: how long a lead lives", () => {
  describe("when the signature's deadline has passed", () => {
    it("should take the lead in its last second", async () => {
      const context = await attestation();
      const deadline = (await context.now()) + 60;
      const lead = await context.createLead({ submission: { deadline } });
      await networkHelpers.time.setNextBlockTimestamp(deadline);
      const { hash } = await context.send([lead]);
      await viem.assertions.emit(Promise.resolve(hash), context.verifier, "LeadAttested");
    });

    it("should refuse it a second later", async () => {
      const context = await attestation();
      const deadline = (await context.now()) + 60;
      const lead = await context.createLead({ submission: { deadline } });
      await networkHelpers.time.setNextBlockTimestamp(deadline + 1);
      await expectRejected(context, lead, "CREVerifier_DeadlinePassed", [BigInt(deadline)]);
    });
  });

  describe("when the lead has expired", () => {
    it("should refuse it", async () => {
      const context = await attestation();
      const expiresAt = (await context.now()) + 60;
      const lead = await context.createLead({ submission: { expiresAt } });
      await networkHelpers.time.setNextBlockTimestamp(expiresAt);
      await expectRejected(context, lead, "CREVerifier_LeadExpired", [BigInt(expiresAt)]);
    });
  });

  describe("given a vertical that demands consent", () => {
    const cases = {
      missing: () => 0,
      "too old": (now: number, maxAge: number) => now - maxAge,
      "in the future": (now: number) => now + 60,
    };
    for (const [what, consentTimeOf] of Object.entries(cases)) {
      it(`should refuse consent that is ${what}`, async () => {
        const context = await attestation();
        const vertical = verticalId("solar.residential");
        const { consentMaxAge } = await context.registry.read.verticalOf([vertical]);
        const time = (await context.now()) + 1;
        const consentTime = consentTimeOf(time, consentMaxAge);
        const lead = await context.createLead({ submission: { consentTime } });
        await networkHelpers.time.setNextBlockTimestamp(time);
        await expectRejected(context, lead, "CREVerifier_ConsentInvalid", [
          BigInt(consentTime),
          BigInt(time - consentMaxAge + 1),
        ]);
      });
    }

    it("should take the oldest consent, and let the lead expire with it", async () => {
      const context = await attestation();
      const { registry, nft } = context;
      const { consentMaxAge } = await registry.read.verticalOf([verticalId("solar.residential")]);
      const time = (await context.now()) + 60;
      const lead = await context.createLead({
        submission: { consentTime: time - consentMaxAge + 1 },
      });
      await networkHelpers.time.setNextBlockTimestamp(time);
      await context.send([lead]);
      expect((await nft.read.leadOf([1n])).expiresAt).to.equal(time + 1);
    });

    for (const [what, later, clamped] of [
      ["as its seller says, where that is before its consent ends", -1, -1],
      ["with its consent, where its seller says later", 1, 0],
    ] as const) {
      it(`should let the lead expire ${what}`, async () => {
        const context = await attestation();
        const { registry, nft } = context;
        const { consentMaxAge } = await registry.read.verticalOf([verticalId("solar.residential")]);
        const consentTime = (await context.now()) - 3_600;
        const end = consentTime + consentMaxAge;
        await context.send([
          await context.createLead({ submission: { consentTime, expiresAt: end + later } }),
        ]);
        expect((await nft.read.leadOf([1n])).expiresAt).to.equal(end + clamped);
      });
    }

    it("should list a lead that is to be listed by the expiry of its consent", async () => {
      const context = await attestation();
      const { registry } = context;
      const { consentMaxAge, commitWindow, revealWindow, deliveryWindow } =
        await registry.read.verticalOf([verticalId("solar.residential")]);
      const time = (await context.now()) + 60;
      const latestEnd = time + commitWindow + revealWindow + DAY + deliveryWindow;
      const consentTime = latestEnd - consentMaxAge - 1;
      const submission = { consentTime, autoList: true, expiresAt: latestEnd + DAY };
      const lead = await context.createLead({ submission });
      await networkHelpers.time.setNextBlockTimestamp(time);
      await expectRejected(context, lead, "AuctionHouse_LeadExpired", [
        1n,
        BigInt(latestEnd - 1),
        BigInt(latestEnd),
      ]);
    });
  });

  describe("given a vertical that demands no consent", () => {
    it("should take a lead without", async () => {
      const context = await attestation();
      const vertical = verticalId("b2b_saas.crm");
      const lead = await context.createLead({ submission: { vertical, consentTime: 0 } });
      const { hash } = await context.send([lead]);
      await viem.assertions.emit(Promise.resolve(hash), context.verifier, "LeadAttested");
      const { expiresAt } = await context.nft.read.leadOf([1n]);
      expect(expiresAt).to.equal(lead.submission.expiresAt);
    });
  });
});
