import { expect } from "chai";
import { keccak256, toHex, zeroHash } from "viem";

import verticalsFile from "../../../deploy/parameters/verticals.json" with { type: "json" };
import { BOUNDS } from "../../../deploy/parameters/verticalSchema.ts";
import { leafVerticals, loadVerticals } from "../../../deploy/parameters/verticals.ts";
import { verticalIdOf } from "../../../deploy/sdk/lead/vertical.ts";
import type { Vertical } from "../../../deploy/sdk/lead/vertical.ts";
import { CONTACT_FIELDS } from "../../../deploy/sdk/lead/lead.ts";
import { isPiiField } from "../../../deploy/sdk/lead/publicFields.ts";

const DAY = 86_400;
const LEAVES = {
  solar: ["residential", "commercial", "battery", "community"],
  mortgage: ["purchase", "refinance", "heloc", "reverse"],
  roofing: ["repair", "replacement", "inspection", "gutter"],
  insurance: ["auto", "home", "life", "health", "pet"],
  home_services: ["plumbing", "electrical", "hvac", "landscaping", "ev_charging", "security"],
  b2b_saas: ["crm", "analytics", "marketing", "hr"],
  real_estate: ["residential", "commercial", "rental", "land"],
  auto: ["sales", "warranty", "repair", "insurance"],
  legal: ["personal_injury", "family", "immigration", "criminal"],
  financial_services: ["debt", "banking", "credit", "tax"],
};
const RESERVES_USD: Readonly<Record<string, readonly [floor: number, ceiling: number]>> = {
  solar: [85, 200],
  mortgage: [25, 80],
  roofing: [40, 120],
  insurance: [15, 55],
  home_services: [20, 70],
  b2b_saas: [50, 250],
  real_estate: [30, 100],
  auto: [20, 65],
  legal: [60, 300],
  financial_services: [35, 150],
};
const LICENSED = ["mortgage", "insurance", "legal", "financial_services"];

const verticals = loadVerticals();
const rootOf = ({ slug }: Vertical): string => slug.split(".")[0] as string;
const bySlug = new Map(verticals.map((vertical) => [vertical.slug, vertical]));
const fieldsOf = (slug: string): string[] => Object.keys(bySlug.get(slug)?.fields ?? {});

describe("parameters: loadVerticals", () => {
  it("it should list ten roots, each before its leaves, 43 in all", () => {
    const slugs = Object.entries(LEAVES).flatMap(([root, leaves]) => [
      root,
      ...leaves.map((leaf) => `${root}.${leaf}`),
    ]);
    expect(verticals.map(({ slug }) => slug)).to.deep.equal(slugs);
    expect(Object.keys(LEAVES)).to.have.length(10);
    expect(leafVerticals().size).to.equal(43);
  });

  for (const vertical of verticals) {
    const { slug, config } = vertical;
    describe(`given ${slug}`, () => {
      it("it should have ids that hash its slug and its parent's", () => {
        expect(vertical.id).to.equal(keccak256(toHex(slug)));
        expect(config.parent).to.equal(vertical.isLeaf ? verticalIdOf(rootOf(vertical)) : zeroHash);
        expect(slug).to.match(/^[a-z0-9_]+(\.[a-z0-9_]+)?$/);
        expect(slug.length).to.be.at.most(64);
      });
      it("it should have windows within the registry's bounds", () => {
        const { bidWindow, deliveryWindow } = BOUNDS;
        expect(config.commitWindow).to.be.within(bidWindow.min, bidWindow.max);
        expect(config.revealWindow).to.be.within(bidWindow.min, bidWindow.max);
        expect(config.deliveryWindow).to.be.within(deliveryWindow.min, deliveryWindow.max);
      });
      it("it should have bonds within the registry's bounds", () => {
        expect(config.bidBondBps).to.be.within(1, 10_000);
        expect(config.deliveryBondBps).to.equal(1_000);
        expect(config.bidBondMin > 0n && config.bidBondMin <= config.bidBondMax).to.equal(true);
      });
      it("it should have amounts that fit uint64 and the reserve of its root", () => {
        const [floor, ceiling] = RESERVES_USD[rootOf(vertical)] as readonly [number, number];
        expect(config.minReserve).to.equal(BigInt(floor) * 1_000_000n);
        expect(vertical.reserveCeiling).to.equal(BigInt(ceiling) * 1_000_000n);
        expect(config.bidBondMax < 2n ** 64n && vertical.reserveCeiling < 2n ** 64n).to.equal(true);
      });
      it("it should demand consent of 30 days unless it sells to companies", () => {
        const consumer = rootOf(vertical) !== "b2b_saas";
        expect(config.consentRequired).to.equal(consumer);
        expect(config.consentMaxAge).to.equal(consumer ? 30 * DAY : 0);
      });
      it("it should demand a licence where the profession has one", () => {
        expect(config.licenceRequired).to.equal(LICENSED.includes(rootOf(vertical)));
      });
      it("it should refuse duplicates for 30 to 90 days, and be active", () => {
        expect(config.duplicateWindow).to.be.within(30 * DAY, 90 * DAY);
        expect(config.active).to.equal(true);
      });
      it("it should ask public questions that are not personal data", () => {
        for (const name of fieldsOf(slug)) expect(isPiiField(name), name).to.equal(false);
        if (vertical.isLeaf) expect(fieldsOf(slug).length).to.be.at.least(3);
      });
      it("it should be closed to three countries if it is immigration, to none otherwise", () => {
        expect(vertical.restrictedRegions).to.deep.equal(
          slug === "legal.immigration" ? ["CN", "RU", "IR"] : [],
        );
      });
    });
  }

  describe("given the window presets", () => {
    const { fast, standard, safe } = verticalsFile.windowPresets;
    it("it should end fast auctions within a minute of bidding", () => {
      expect(fast.commitSeconds + fast.revealSeconds).to.be.at.most(60);
    });
    it("it should let safe reveals outlast forced inclusion", () => {
      expect(safe.revealSeconds).to.be.at.least(13 * 3_600);
    });
    it("it should order them by length", () => {
      expect(fast.revealSeconds).to.be.below(standard.revealSeconds);
      expect(standard.revealSeconds).to.be.below(safe.revealSeconds);
    });
    it("it should use every one of them", () => {
      const used = new Set(verticals.map(({ config }) => config.revealWindow));
      expect(used.size).to.equal(3);
    });
  });

  describe("given inheritance", () => {
    it("it should add a leaf's fields to its root's", () => {
      expect(fieldsOf("solar.residential")).to.deep.equal([
        ...fieldsOf("solar"),
        "sqft",
        "systemSize",
        "shading",
      ]);
    });
    it("it should let a leaf's field replace its root's", () => {
      const field = bySlug.get("real_estate.rental")?.fields["transactionType"];
      expect(field?.type === "enum" && field.options).to.deep.equal(["rent", "let"]);
    });
    it("it should let a leaf's rule replace its root's, and keep the others", () => {
      expect(bySlug.get("real_estate.rental")?.config.commitWindow).to.equal(30);
      expect(bySlug.get("real_estate.land")?.config.commitWindow).to.equal(1_800);
      expect(bySlug.get("insurance.home")?.contactFields).to.include("address");
      expect(bySlug.get("insurance.life")?.contactFields).not.to.include("address");
    });
    it("it should not list a root's restrictions again for its leaves", () => {
      const file = structuredClone(verticalsFile) as { roots: { solar: object } };
      file.roots.solar = { ...file.roots.solar, restrictedRegions: ["US-HI"] };
      const loaded = new Map(loadVerticals(file).map((vertical) => [vertical.slug, vertical]));
      expect(loaded.get("solar")?.restrictedRegions).to.deep.equal(["US-HI"]);
      expect(loaded.get("solar.battery")?.restrictedRegions).to.deep.equal([]);
    });
  });

  it("it should ask for contact fields that exist, and for a company's name from companies", () => {
    for (const { contactFields } of verticals)
      expect(CONTACT_FIELDS).to.include.members([...contactFields]);
    expect(bySlug.get("b2b_saas.crm")?.contactFields).to.include.members(["company", "jobTitle"]);
  });
});
