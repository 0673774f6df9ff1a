import { createHmac } from "node:crypto";

import { expect } from "chai";
import fc from "fast-check";

import { dedupTag } from "../../deploy/workflows/scoring/dedupTag.ts";
import { anyLead, sampleLead } from "../fixtures/leads.ts";

const SECRET = new Uint8Array(32).fill(7);

describe("scoring: dedupTag", () => {
  it("it should be HMAC-SHA256 over phone, mailbox and vertical", () => {
    const expected = createHmac("sha256", SECRET)
      .update("+15128675309|maria.torres@fastmail.com|solar.residential")
      .digest("hex");
    expect(dedupTag(SECRET, sampleLead())).to.equal(`0x${expected}`);
  });

  describe("given the same consumer written another way", () => {
    for (const contact of [
      { phone: "+1 512 867 5309" },
      { phone: "1.512.867.5309" },
      { email: "  MARIA.TORRES@fastmail.com" },
      { email: "maria.torres+second@fastmail.com" },
      { firstName: "M.", zip: "78705", address: undefined },
    ]) {
      it(`it should be the same with ${JSON.stringify(contact)}`, () => {
        expect(dedupTag(SECRET, sampleLead({ contact }))).to.equal(dedupTag(SECRET, sampleLead()));
      });
    }
    it("it should not depend on anything but phone, e-mail and vertical", () => {
      fc.assert(
        fc.property(anyLead, (other) => {
          const { phone, email } = sampleLead().contact;
          const lead: typeof other = {
            ...other,
            vertical: "solar.residential",
            contact: { ...other.contact, phone, email },
          };
          return dedupTag(SECRET, lead) === dedupTag(SECRET, sampleLead());
        }),
      );
    });
  });

  describe("given another consumer, vertical or secret", () => {
    const tag = dedupTag(SECRET, sampleLead());
    it("it should differ", () => {
      const others = [
        dedupTag(SECRET, sampleLead({ contact: { phone: "(512) 867-5308" } })),
        dedupTag(SECRET, sampleLead({ contact: { email: "mario.torres@fastmail.com" } })),
        dedupTag(SECRET, sampleLead({ contact: { email: undefined } })),
        dedupTag(SECRET, sampleLead({ contact: { phone: undefined } })),
        dedupTag(SECRET, sampleLead({ vertical: "solar.battery" })),
        dedupTag(new Uint8Array(32).fill(8), sampleLead()),
      ];
      expect(new Set([tag, ...others]).size).to.equal(others.length + 1);
    });
  });

  it("throws RangeError when the secret is short", () => {
    expect(() => dedupTag(new Uint8Array(31), sampleLead())).to.throw(
      RangeError,
      "the dedup secret needs 32 bytes, has 31",
    );
  });
  it("throws RangeError when there is neither phone nor e-mail", () => {
    const lead = sampleLead({ contact: { phone: "none", email: "none" } });
    expect(() => dedupTag(SECRET, lead)).to.throw(
      RangeError,
      "a lead without phone and e-mail has no dedup tag",
    );
  });
});
