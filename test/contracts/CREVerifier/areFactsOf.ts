import { expect } from "chai";
import { zeroHash } from "viem";

import { attestation, networkHelpers, tagOf } from "../../fixtures/attestation.ts";
import { attestedIn } from "../../fixtures/attestationAssertions.ts";

const DAY = 86_400;

/** A minted lead and its facts. */
async function minted(report: { dedupTags?: readonly [`0x${string}`, `0x${string}`] } = {}) {
  const context = await attestation();
  const lead = await context.createLead({ report });
  const [leadId] = attestedIn(context, await context.send([lead]));
  if (leadId === undefined) throw new Error("The lead was refused.");
  const { source, consentTime } = lead.submission;
  const facts = { source, consentTime, dedupTags: lead.dedupTags };
  return { ...context, context, leadId, facts };
}

describe("CREVerifier.areFactsOf", () => {
  it("should say yes to what was attested of a lead", async () => {
    const { verifier, leadId, facts } = await minted();
    expect(await verifier.read.areFactsOf([leadId, facts])).to.equal(true);
  });

  it("should know a lead that lacks a phone or an e-mail", async () => {
    for (const dedupTags of [
      [tagOf("a phone"), zeroHash],
      [zeroHash, tagOf("an e-mail")],
    ] as const) {
      const { verifier, leadId, facts } = await minted({ dedupTags });
      expect(await verifier.read.areFactsOf([leadId, facts])).to.equal(true);
      expect(
        await verifier.read.areFactsOf([leadId, { ...facts, dedupTags: [zeroHash, zeroHash] }]),
      ).to.equal(false);
    }
  });

  it("should say no to anything else", async () => {
    const { verifier, leadId, facts } = await minted();
    const [phone, email] = facts.dedupTags;
    for (const changes of [
      { source: zeroHash },
      { consentTime: facts.consentTime - 1 },
      { dedupTags: [email, phone] as const },
      { dedupTags: [phone, zeroHash] as const },
      { dedupTags: [phone, tagOf("of somebody else")] as const },
    ]) {
      expect(await verifier.read.areFactsOf([leadId, { ...facts, ...changes }])).to.equal(false);
    }
    for (const other of [0n, leadId + 1n, leadId + (1n << 56n)]) {
      expect(await verifier.read.areFactsOf([other, facts])).to.equal(false);
    }
  });

  it("should hold while one tag is that of no newer lead, and no longer", async () => {
    const { context, verifier, leadId, facts } = await minted();
    const [phone, email] = facts.dedupTags;
    await networkHelpers.time.increase(91 * DAY);
    const [first] = attestedIn(
      context,
      await context.send([
        await context.createLead({ report: { dedupTags: [phone, tagOf("a new e-mail")] } }),
      ]),
    );
    expect(first).to.equal(leadId + 1n);
    expect(await verifier.read.areFactsOf([leadId, facts])).to.equal(true);
    await context.send([
      await context.createLead({ report: { dedupTags: [tagOf("a new phone"), email] } }),
    ]);
    expect(await verifier.read.areFactsOf([leadId, facts])).to.equal(false);
  });
});
