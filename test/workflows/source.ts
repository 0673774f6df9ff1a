import { expect } from "chai";

import type { Contact } from "../../deploy/sdk/lead/lead.ts";
import { SOURCE_NAMES } from "../../deploy/sdk/lead/source.ts";
import { riskFlagsOf } from "../../deploy/workflows/scoring/riskFlags.ts";
import { SOURCES } from "../../deploy/workflows/scoring/source.ts";
import { sourceScore } from "../../deploy/workflows/scoring/subScores/source.ts";
import type { VendorChecks } from "../../deploy/workflows/scoring/vendorChecks.ts";
import { sampleLead } from "../fixtures/leads.ts";

const DEVICE: Contact = {
  ipAddress: "8.8.4.4",
  userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Safari/605.1.15",
};
const CLEAR: VendorChecks = { doNotCall: "clear", litigator: "clear" };

/** Of a lead from its consumer's own device, on no list, unless told otherwise. */
const score = (contact: Contact, checks = CLEAR): number =>
  sourceScore(sampleLead({ contact: { ...DEVICE, ...contact } }), checks);

describe("scoring: sourceScore", () => {
  describe("given a lead that nothing speaks against", () => {
    for (const source of SOURCE_NAMES) {
      it(`it should be ${SOURCES[source] + 800} from ${source}`, () => {
        expect(sourceScore(sampleLead({ source, contact: DEVICE }), CLEAR)).to.equal(
          SOURCES[source] + 800,
        );
      });
    }
    it("it should reach 2,000 and no more", () => {
      expect(Math.max(...Object.values(SOURCES)) + 800).to.equal(2_000);
    });
  });

  const flagged: readonly (readonly [string, Contact, number])[] = [
    ["placeholderName", { firstName: "Test" }, 300],
    ["placeholderName", { lastName: "ASDF" }, 300],
    ["malformedName", { firstName: "Maria2" }, 300],
    ["malformedName", { lastName: "best@offers" }, 300],
    ["repetitiveName", { firstName: "Torres" }, 300],
    ["repetitiveName", { lastName: "Torrres" }, 300],
    ["randomMailbox", { email: "m19283746@fastmail.com" }, 200],
    ["randomMailbox", { email: "xkqwrtpz@fastmail.com" }, 200],
    ["unroutableIp", { ipAddress: "192.168.1.4" }, 100],
    ["unroutableIp", { ipAddress: "172.20.0.1" }, 100],
    ["unroutableIp", { ipAddress: "fe80::1" }, 100],
    ["automatedAgent", { userAgent: "Mozilla/5.0 HeadlessChrome/120" }, 100],
    ["automatedAgent", { userAgent: "python-requests/2.31" }, 100],
  ];
  for (const [flag, contact, cost] of flagged) {
    describe(`given ${Object.keys(contact)[0]} "${Object.values(contact)[0]}"`, () => {
      it(`it should raise ${flag} and lose ${cost}`, () => {
        expect(riskFlagsOf(sampleLead({ contact }).contact)).to.deep.equal([flag]);
        expect(score(contact)).to.equal(2_000 - cost);
      });
      it("it should gain nothing by leaving it out", () => {
        const without = Object.fromEntries(Object.keys(contact).map((name) => [name, undefined]));
        expect(score(without)).to.equal(2_000 - cost);
      });
    });
  }

  describe("given what real people have", () => {
    for (const contact of [
      { firstName: "Anna", lastName: "Abbott" },
      { lastName: "Harris III" },
      { lastName: "Schwartz", email: "schwartz.1984@fastmail.com" },
      { ipAddress: "172.15.0.1" },
      { ipAddress: "2600:1700::1" },
      { userAgent: "Mozilla/5.0 (Macintosh; Intel Mac OS X 14_5) Safari/605.1.15" },
    ] satisfies Contact[]) {
      it(`it should raise nothing for ${Object.values(contact).join(" ")}`, () => {
        expect(riskFlagsOf(sampleLead({ contact }).contact)).to.deep.equal([]);
      });
    }
  });

  describe("given vendors' word on the lists", () => {
    it("it should lose 100 for each list that nobody looked into", () => {
      expect(score({}, {})).to.equal(1_800);
      expect(score({}, { litigator: "clear" })).to.equal(1_900);
    });
    it("it should lose 100 for each list that the number is on", () => {
      expect(score({}, { ...CLEAR, doNotCall: "listed" })).to.equal(1_900);
      expect(score({}, { doNotCall: "listed", litigator: "listed" })).to.equal(1_800);
    });
  });

  describe("given every flag", () => {
    it("it should keep the source's points, and none from a marketplace", () => {
      const contact = {
        firstName: "test1",
        lastName: "aaa",
        email: "bcdfghjk@fastmail.com",
        ipAddress: "127.0.0.1",
        userAgent: "curl/8",
      };
      expect(riskFlagsOf(contact)).to.have.length(6);
      expect(score(contact, {})).to.equal(1_200);
      expect(sourceScore(sampleLead({ contact, source: "OFFSITE" }))).to.equal(0);
    });
  });

  describe("given no contact data", () => {
    it("it should raise nothing, and earn nothing", () => {
      expect(riskFlagsOf({})).to.deep.equal([]);
      expect(sourceScore({ contact: {}, source: "DIRECT" })).to.equal(1_200);
    });
  });
});
