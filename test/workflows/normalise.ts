import { expect } from "chai";

import {
  mailboxOf,
  normaliseEmail,
  normalisePhone,
  normalisePostalCode,
  phoneOf,
} from "../../deploy/workflows/scoring/normalise.ts";

describe("scoring: normalise", () => {
  describe("normalisePhone", () => {
    for (const [phone, country, expected] of [
      ["(512) 867-5309", "US", "+15128675309"],
      ["1 512 867 5309", "US", "+15128675309"],
      ["+1.512.867.5309", "DE", "+15128675309"],
      ["001 512 867 5309", "DE", "+15128675309"],
      ["030/123 4567", "DE", "+49301234567"],
      ["020 7946 0958", "GB", "+442079460958"],
      ["06 1234 5678", "IT", "+390612345678"],
      ["612 34 56 78", "ES", "+34612345678"],
    ] as const) {
      it(`it should read ${phone} in ${country} as ${expected}`, () => {
        expect(normalisePhone(phone, country)).to.equal(expected);
      });
    }
    for (const [phone, country] of [
      ["512 867 530", "US"],
      ["+0 512 867 5309", "US"],
      ["512-867-5309 x12", "US"],
      ["5551234", "ZZ"],
      ["+1234567890123456", "US"],
      ["", "US"],
    ] as const) {
      it(`it should not read "${phone}" in ${country}`, () => {
        expect(normalisePhone(phone, country)).to.equal(undefined);
      });
    }
  });

  describe("phoneOf", () => {
    const phone = "030 1234567";
    it("it should read a national number in the consumer's country", () => {
      expect(phoneOf({ region: "US-TX", contact: { phone, country: "DE" } })).to.equal(
        "+49301234567",
      );
    });
    it("it should read it in the region's country when the consumer named none", () => {
      expect(phoneOf({ region: "DE-BE", contact: { phone } })).to.equal("+49301234567");
    });
  });

  describe("normaliseEmail", () => {
    it("it should trim and lower the case", () => {
      expect(normaliseEmail("  Maria.Torres@FastMail.COM ")).to.equal("maria.torres@fastmail.com");
    });
    it("it should refuse a mailbox longer than 64 and an address longer than 254", () => {
      expect(normaliseEmail(`${"a".repeat(65)}@x.com`)).to.equal(undefined);
      expect(normaliseEmail(`a@${"x.".repeat(130)}com`)).to.equal(undefined);
    });
  });

  describe("mailboxOf", () => {
    for (const [email, mailbox] of [
      ["maria+solar@fastmail.com", "maria@fastmail.com"],
      ["maria.torres@fastmail.com", "maria.torres@fastmail.com"],
      ["m.aria+x@gmail.com", "maria@gmail.com"],
      ["maria@googlemail.com", "maria@gmail.com"],
      ["+tag@fastmail.com", "+tag@fastmail.com"],
    ] as const) {
      it(`it should find ${mailbox} behind ${email}`, () => {
        expect(mailboxOf(email)).to.equal(mailbox);
      });
    }
  });

  describe("normalisePostalCode", () => {
    it("it should drop white space and dashes", () => {
      expect(normalisePostalCode("m5v 2t6")).to.equal("M5V2T6");
      expect(normalisePostalCode("78704-1234")).to.equal("787041234");
    });
  });
});
