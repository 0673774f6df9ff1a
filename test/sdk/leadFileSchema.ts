import { expect } from "chai";
import fc from "fast-check";
import { z } from "zod";

import { jsonSchemaOf } from "../../deploy/sdk/lead/leadFileSchema.ts";
import { anyLead, PROFILES, profileOf, sampleLead } from "../fixtures/leads.ts";

/** The places that a lead's schema, read back from JSON, finds wrong. */
function placesOf(lead: { readonly vertical: string }): string[] {
  const read = z.fromJSONSchema(jsonSchemaOf(profileOf(lead.vertical)));
  return (read.safeParse(lead).error?.issues ?? []).map(({ path }) => path.join("."));
}

describe("jsonSchemaOf", () => {
  it("takes every lead that its vertical takes", () => {
    fc.assert(
      fc.property(anyLead, (lead) => {
        expect(placesOf(lead)).to.deep.equal([]);
      }),
      { numRuns: 30 },
    );
  });

  it("refuses another vertical's lead, unknown fields and terms, and numbers as text", () => {
    const lead = sampleLead();
    expect(placesOf({ ...lead, fields: { ...lead.fields, roofAge: "7" } } as never)).to.deep.equal([
      "fields.roofAge",
    ]);
    expect(placesOf(sampleLead({ fields: { budget: 3 } }))).to.deep.equal(["fields"]);
    expect(placesOf({ ...lead, terms: { reserve: "1" } } as never)).to.deep.equal(["terms"]);
    expect(placesOf({ ...lead, consent: 1 } as never)).to.deep.equal([""]);
  });

  it("names every leaf vertical, asks for phone or e-mail, and describes each question", () => {
    for (const [slug, profile] of PROFILES) {
      const { properties } = jsonSchemaOf(profile);
      const { vertical, contact, fields } = properties as Record<string, Record<string, object>>;
      expect(vertical?.["const"]).to.equal(slug);
      expect(contact?.["anyOf"]).to.deep.equal([{ required: ["phone"] }, { required: ["email"] }]);
      expect(Object.keys(fields?.["properties"] ?? {})).to.have.members(
        Object.keys(profile.fields),
      );
      for (const field of Object.values(fields?.["properties"] ?? {})) {
        expect((field as { description?: string }).description).to.have.length.above(2);
      }
    }
  });
});
