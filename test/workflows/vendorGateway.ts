import { expect } from "chai";
import fc from "fast-check";

import { contactSchema, type Contact, type Lead } from "../../deploy/sdk/lead/lead.ts";
import {
  contactOf,
  MAX_CONTACTS,
  readVendorAnswer,
  vendorQuestion,
} from "../../deploy/workflows/shared/vendorGateway.ts";
import { ANSWER_NAMES } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { NOW, sampleLead } from "../fixtures/leads.ts";
import { anyChecks, GOOD_CHECKS } from "../fixtures/vendorChecks.ts";

const CERTIFICATE = `https://cert.trustedform.com/${"0123456789abcdef".repeat(4)}`;
const certified = (contact: Contact = {}): Lead =>
  sampleLead({ contact, consentCertificate: CERTIFICATE });
const bytesOf = (text: string): number => new TextEncoder().encode(text).length;
const answer = (...checks: unknown[]): string => JSON.stringify({ checks });

describe("vendor gateway: the question", () => {
  it("should hold phone, e-mail, address and certificate, and nothing else of the lead", () => {
    expect(JSON.parse(vendorQuestion([certified()]))).to.deep.equal({
      contacts: [
        {
          phone: "+15128675309",
          email: "maria.torres@fastmail.com",
          address: {
            street: "1180 Willow Court",
            city: "Austin",
            zip: "78704",
            region: "US-TX",
            country: "US",
          },
          certificate: { id: CERTIFICATE, consentTime: NOW - 3_600 },
        },
      ],
    });
  });

  it("should leave out what the lead does not have, or has in no form that can be used", () => {
    const contact = { phone: "call me", email: undefined, address: undefined };
    expect(contactOf(sampleLead({ contact }))).to.deep.equal({});
    expect(contactOf(sampleLead({ contact: { city: undefined, zip: undefined } }))).not.to.have.key(
      "address",
    );
  });

  it("should stay below 10 KB for twelve leads, whatever they hold", () => {
    const text = (max: number) =>
      fc.oneof(
        fc.constant("\u6f22".repeat(max)),
        fc.constant('"'.repeat(max)),
        fc.string({ minLength: 1, maxLength: max }),
      );
    const contact = fc.record({
      phone: fc.constant("+491234567890123"),
      email: fc.constant(
        `${"a".repeat(60)}@${"b".repeat(60)}.${"c".repeat(60)}.${"d".repeat(60)}.com`,
      ),
      address: text(120),
      city: text(80),
      zip: text(12),
    });
    fc.assert(
      fc.property(contact, (one) => {
        const leads = Array<Lead>(MAX_CONTACTS).fill(certified(one));
        expect(bytesOf(vendorQuestion(leads))).to.be.below(10_000);
      }),
    );
  });

  it("should keep every address that people have", () => {
    const { shape } = contactSchema;
    const address = shape.address.parse(
      "Donaudampfschifffahrtsstra\u00dfe 1234, Hinterhaus 3. Stock",
    );
    const city = shape.city.parse("Llanfairpwllgwyngyllgogerychwyrndrobwllllantysiliogogogoch");
    expect(contactOf(certified({ address, city }))).to.have.property("address");
  });
});

describe("vendor gateway: the answer", () => {
  it("should be read for each lead", () => {
    fc.assert(
      fc.property(fc.array(anyChecks, { maxLength: MAX_CONTACTS }), (checks) => {
        const leads = checks.map(() => certified());
        expect(readVendorAnswer(answer(...checks), leads)).to.deep.equal(checks);
      }),
    );
  });

  it("should fit into 100 KB for twelve leads", () => {
    const checks = Array<unknown>(MAX_CONTACTS).fill(GOOD_CHECKS);
    expect(bytesOf(answer(...checks))).to.be.below(100_000);
  });

  for (const name of ANSWER_NAMES) {
    it(`should miss nothing but ${name} when that is missing or malformed`, () => {
      const { [name]: _left, ...others } = GOOD_CHECKS;
      for (const bad of [undefined, null, "maybe", 7, {}, []]) {
        const [checks] = readVendorAnswer(answer({ ...others, [name]: bad }), [certified()]);
        expect(checks).to.deep.equal(others);
      }
    });
  }

  it("should lose one contact's checks when its entry is none", () => {
    for (const entry of [null, 7, "good", []]) {
      const text = answer(entry, GOOD_CHECKS);
      expect(readVendorAnswer(text, [certified(), certified()])).to.deep.equal([{}, GOOD_CHECKS]);
    }
  });

  it("should not be taken for what was not asked", () => {
    const leads = [sampleLead({ contact: { phone: undefined, address: undefined } })];
    expect(readVendorAnswer(answer(GOOD_CHECKS), leads)).to.deep.equal([{ email: "deliverable" }]);
  });

  for (const text of ["", "no JSON", "[]", "null", '{"checks":7}', answer(), answer({}, {})]) {
    it(`should be refused when it is ${text === "" ? "empty" : text}`, () => {
      expect(() => readVendorAnswer(text, [certified()])).to.throw();
    });
  }
});
