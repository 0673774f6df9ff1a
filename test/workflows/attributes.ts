import { expect } from "chai";
import fc from "fast-check";

import {
  canonicalAttributes,
  publicAttributes,
  type PublicFields,
} from "../../deploy/sdk/lead/publicFields.ts";
import { anyLead, profileOf, sampleLead } from "../fixtures/leads.ts";

const { fields: definitions } = profileOf("solar.residential");
const textOf = (bytes: Uint8Array): string => new TextDecoder().decode(bytes);

describe("scoring: attributes", () => {
  describe("publicAttributes", () => {
    it("it should publish numbers as the lower edge of their band, the rest as given", () => {
      expect(publicAttributes(sampleLead().fields, definitions)).to.deep.equal({
        creditBand: 670,
        electricBill: 200,
        ownOrRent: "own",
        roofAge: 5,
        roofType: "asphalt_shingle",
        shading: "none",
        sqft: 2_000,
        systemSize: 8,
        timeline: "within_3_months",
      });
    });
    for (const [bill, band] of [
      [0, 0],
      [49.99, 0],
      [50, 50],
      [199, 150],
      [500, 500],
      [1e9, 500],
    ] as const) {
      it(`it should put a bill of ${bill} into the band from ${band}`, () => {
        expect(publicAttributes({ electricBill: bill }, definitions)).to.deep.equal({
          electricBill: band,
        });
      });
    }
    it("it should leave out what was not answered and what the vertical does not ask", () => {
      const fields = { roofType: undefined, shading: "none", zip: "78704" };
      expect(publicAttributes(fields, definitions)).to.deep.equal({ shading: "none" });
    });
    it("it should stay as it is when published again", () => {
      const once = publicAttributes(sampleLead().fields, definitions);
      expect(publicAttributes(once, definitions)).to.deep.equal(once);
    });
    it("throws RangeError when a definition names personal data", () => {
      const leaking: PublicFields = {
        zip: { type: "band", title: "ZIP", unit: "code", edges: [0, 1] },
      };
      expect(() => publicAttributes({ zip: 78_704 }, leaking)).to.throw(
        RangeError,
        "zip is personal data",
      );
    });
    for (const [name, value] of [
      ["shading", "call 512 867 5309"],
      ["electricBill", "many"],
      ["electricBill", -1],
      ["electricBill", Number.NaN],
    ] as const) {
      it(`throws RangeError without the answer when ${name} is ${String(value)}`, () => {
        expect(() => publicAttributes({ [name]: value }, definitions)).to.throw(
          RangeError,
          new RegExp(`^the answer to ${name} is not a valid one$`),
        );
      });
    }
  });

  describe("canonicalAttributes", () => {
    it("it should sort keys and use no white space", () => {
      expect(textOf(canonicalAttributes({ b: 1, a: "x", C: true }))).to.equal(
        '{"C":true,"a":"x","b":1}',
      );
    });
    it("it should be an empty object for no attributes", () => {
      expect(textOf(canonicalAttributes({}))).to.equal("{}");
    });
    it("it should give the same bytes in whatever order the keys come, and parse back", () => {
      const attributes = fc.dictionary(
        fc.stringMatching(/^[a-z][A-Za-z0-9]{1,31}$/),
        fc.oneof(fc.integer({ min: 0 }), fc.boolean(), fc.stringMatching(/^[a-z0-9_]+$/)),
      );
      fc.assert(
        fc.property(attributes, (given) => {
          const reversed = Object.fromEntries(Object.entries(given).reverse());
          const canonical = canonicalAttributes(given);
          expect(canonicalAttributes(reversed)).to.deep.equal(canonical);
          expect(JSON.parse(textOf(canonical))).to.deep.equal({ ...given });
        }),
      );
    });
  });

  describe("given any lead", () => {
    it("it should publish no personal data and no more than 320 bytes", () => {
      fc.assert(
        fc.property(anyLead, (lead) => {
          const attributes = publicAttributes(lead.fields, profileOf(lead.vertical).fields);
          const bytes = canonicalAttributes(attributes);
          expect(bytes.length).to.be.at.most(320);
          const text = textOf(bytes);
          for (const name of Object.keys(lead.contact))
            expect(attributes).not.to.have.property(name);
          const { firstName, lastName, email, phone, address, zip, city } = lead.contact;
          for (const value of [firstName, lastName, email, phone, address, zip, city]) {
            expect(text).not.to.include(`"${value}"`);
          }
          expect(text).not.to.include(`:${zip},`);
        }),
      );
    });
  });
});
