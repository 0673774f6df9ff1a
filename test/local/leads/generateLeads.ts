import { expect } from "chai";
import fc from "fast-check";

import { generateLeads } from "../../../deploy/local/leads/generateLeads.ts";
import { GERMAN_PLACES } from "../../../deploy/local/leads/places.ts";
import exampleLead from "../../../deploy/local/leads/lead.example.json" with { type: "json" };
import { dedupTags } from "../../../deploy/workflows/scoring/dedupTags.ts";
import { phoneOf } from "../../../deploy/workflows/scoring/normalise.ts";
import { scoreLead } from "../../../deploy/workflows/scoring/scoreLead.ts";
import { regionScore } from "../../../deploy/workflows/scoring/subScores/region.ts";
import { validateLead } from "../../../deploy/workflows/scoring/validateLead.ts";
import { NOW, PROFILES, profileOf } from "../../fixtures/leads.ts";

const DAY = 86_400;
const leads = generateLeads({ seed: "market", count: 400, now: NOW });

describe("local leads: generateLeads", () => {
  describe("given the same seed", () => {
    it("it should give the same leads", () => {
      const again = generateLeads({ seed: "market", count: 400, now: NOW });
      expect(again).to.deep.equal(leads);
    });
    it("it should begin with the same leads whatever the count", () => {
      expect(generateLeads({ seed: "market", count: 3, now: NOW })).to.deep.equal(
        leads.slice(0, 3),
      );
    });
    it("it should give what it gave in earlier releases", () => {
      const verticals = [profileOf("solar.battery")];
      const [first] = generateLeads({ seed: "agreed", count: 1, now: NOW, verticals });
      expect(first).to.deep.include({
        vertical: "solar.battery",
        region: "US-CA",
        source: "SEARCH",
        consentTime: 1789944071,
        contact: {
          firstName: "Michael",
          lastName: "Murphy",
          email: "michael.murphy.1@example.org",
          phone: "(209) 555-0100",
          address: "5799 Church Street",
          city: "Sacramento",
          zip: "95816",
          country: "US",
        },
      });
    });
  });

  describe("given another seed", () => {
    it("it should give other leads", () => {
      const others = generateLeads({ seed: "other", count: 400, now: NOW });
      expect(others).not.to.deep.equal(leads);
    });
  });

  describe("given a count of 0", () => {
    it("it should give none", () => {
      expect(generateLeads({ seed: "market", count: 0, now: NOW })).to.deep.equal([]);
    });
  });

  describe("given verticals to choose from", () => {
    it("it should stay within them", () => {
      const verticals = [profileOf("solar.battery"), profileOf("auto.sales")];
      const chosen = generateLeads({ seed: "few", count: 50, now: NOW, verticals });
      const slugs = new Set(chosen.map(({ vertical }) => vertical));
      expect([...slugs].sort()).to.deep.equal(["auto.sales", "solar.battery"]);
    });
  });

  describe("given a place in the sequence", () => {
    it("it should begin there", () => {
      expect(generateLeads({ seed: "market", first: 5, count: 2, now: NOW })).to.deep.equal(
        leads.slice(5, 7),
      );
    });
  });

  describe("given towns of Germany", () => {
    const german = generateLeads({ seed: "abroad", count: 50, now: NOW, places: GERMAN_PLACES });
    it("it should give leads from there that validate", () => {
      for (const lead of german) {
        expect(lead).to.deep.include({ region: "DE" });
        expect(validateLead(lead, PROFILES)).to.deep.equal(lead);
      }
    });
    it("it should use numbers that reach nobody", () => {
      for (const lead of german) {
        expect(phoneOf(lead)).to.match(/^\+49(3023125|6990009|4066969)\d{3}$/);
      }
    });
  });

  describe("given any seed", () => {
    it("it should give leads that validate as they are", () => {
      fc.assert(
        fc.property(fc.string(), (seed) => {
          for (const lead of generateLeads({ seed, count: 3, now: NOW })) {
            expect(validateLead(lead, PROFILES)).to.deep.equal(lead);
          }
        }),
      );
    });
  });

  it("it should reach every leaf vertical", () => {
    expect(new Set(leads.map(({ vertical }) => vertical)).size).to.equal(PROFILES.size);
  });
  it("it should use addresses and numbers that reach nobody", () => {
    for (const lead of leads) {
      expect(lead.contact.email).to.match(/@example\.(com|net|org)$/);
      expect(phoneOf(lead)).to.match(/^\+1\d{3}55501\d{2}$/);
    }
  });
  it("it should give every lead a consumer of its own", () => {
    const secret = new Uint8Array(32).fill(1);
    const tags = leads.flatMap((lead) => dedupTags(secret, lead));
    expect(new Set(tags).size).to.equal(2 * leads.length);
  });
  it("it should give fresh consent, some of it older than a day", () => {
    const ages = leads.map(({ consentTime }) => NOW - consentTime);
    expect(Math.min(...ages)).to.be.at.least(60);
    expect(Math.max(...ages)).to.be.within(DAY, 11 * DAY);
  });
  it("it should keep ZIP and state together, and most area codes", () => {
    const scores = leads.map((lead) => regionScore(lead));
    expect(Math.min(...scores)).to.equal(1_300);
    expect(scores.filter((score) => score === 1_600).length).to.be.above(leads.length * 0.8);
  });
  it("it should give scores that differ", () => {
    const scores = leads.map((lead) => scoreLead(lead, profileOf(lead.vertical), NOW).score);
    expect(new Set(scores).size).to.be.above(50);
    expect(Math.min(...scores)).to.be.above(5_000);
    expect(Math.max(...scores)).to.be.at.most(8_300);
  });
});

describe("local leads: lead.example.json", () => {
  it("it should be a valid lead", () => {
    expect(validateLead(exampleLead, PROFILES)).to.deep.equal(exampleLead);
  });
});
