import { createHmac } from "node:crypto";

import { expect } from "chai";
import fc from "fast-check";
import { zeroHash } from "viem";

import { dedupTags } from "../../deploy/workflows/scoring/dedupTags.ts";
import { anyLead, sampleLead } from "../fixtures/leads.ts";

const SECRET = new Uint8Array(32).fill(7);

/** The HMAC of a message by another implementation. */
const hmacOf = (message: string) =>
  `0x${createHmac("sha256", SECRET).update(message).digest("hex")}`;

describe("scoring: dedupTags", () => {
  it("it should be HMAC-SHA256 over the root vertical and the phone, and over it and the mailbox", () => {
    expect(dedupTags(SECRET, sampleLead())).to.deep.equal([
      hmacOf("solar|+15128675309"),
      hmacOf("solar|maria.torres@fastmail.com"),
    ]);
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
        expect(dedupTags(SECRET, sampleLead({ contact }))).to.deep.equal(
          dedupTags(SECRET, sampleLead()),
        );
      });
    }
    it("it should not depend on anything but phone, e-mail and root vertical", () => {
      fc.assert(
        fc.property(anyLead, (other) => {
          const { phone, email } = sampleLead().contact;
          const lead: typeof other = {
            ...other,
            vertical: "solar.residential",
            contact: { ...other.contact, phone, email },
          };
          expect(dedupTags(SECRET, lead)).to.deep.equal(dedupTags(SECRET, sampleLead()));
        }),
      );
    });
  });

  describe("given a lead of another vertical", () => {
    it("it should be the same under the same root", () => {
      const sister = sampleLead({ vertical: "solar.battery" });
      expect(dedupTags(SECRET, sister)).to.deep.equal(dedupTags(SECRET, sampleLead()));
    });
    it("it should differ in both tags under another root", () => {
      const [phone, email] = dedupTags(SECRET, sampleLead({ vertical: "roofing.repair" }));
      const tags = dedupTags(SECRET, sampleLead());
      expect(new Set([...tags, phone, email]).size).to.equal(4);
    });
  });

  describe("given a consumer who changes one of phone and e-mail", () => {
    const [phone, email] = dedupTags(SECRET, sampleLead());
    it("it should keep the e-mail's tag with another phone", () => {
      const [otherPhone, sameEmail] = dedupTags(
        SECRET,
        sampleLead({ contact: { phone: "(512) 867-5308" } }),
      );
      expect(otherPhone).not.to.equal(phone);
      expect(sameEmail).to.equal(email);
    });
    it("it should keep the phone's tag with another e-mail", () => {
      const [samePhone, otherEmail] = dedupTags(
        SECRET,
        sampleLead({ contact: { email: "mario.torres@fastmail.com" } }),
      );
      expect(samePhone).to.equal(phone);
      expect(otherEmail).not.to.equal(email);
    });
    it("it should have no tag for what is left out", () => {
      const withoutPhone = sampleLead({ contact: { phone: undefined } });
      const withoutEmail = sampleLead({ contact: { email: undefined } });
      expect(dedupTags(SECRET, withoutPhone)).to.deep.equal([zeroHash, email]);
      expect(dedupTags(SECRET, withoutEmail)).to.deep.equal([phone, zeroHash]);
    });
  });

  it("it should differ in both tags under another secret", () => {
    const [phone, email] = dedupTags(new Uint8Array(32).fill(8), sampleLead());
    expect(new Set([...dedupTags(SECRET, sampleLead()), phone, email]).size).to.equal(4);
  });

  it("throws RangeError when the secret is short", () => {
    expect(() => dedupTags(new Uint8Array(31), sampleLead())).to.throw(
      RangeError,
      "the dedup secret needs 32 bytes, has 31",
    );
  });
  it("throws RangeError when there is neither phone nor e-mail", () => {
    const lead = sampleLead({ contact: { phone: "none", email: "none" } });
    expect(() => dedupTags(SECRET, lead)).to.throw(
      RangeError,
      "a lead without phone and e-mail has no dedup tag",
    );
  });
});
