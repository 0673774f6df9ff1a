import { expect } from "chai";

import type { Contact } from "../../deploy/sdk/lead/lead.ts";
import { riskFlagsOf } from "../../deploy/workflows/scoring/riskFlags.ts";
import { SOURCES } from "../../deploy/workflows/scoring/source.ts";
import { SOURCE_NAMES } from "../../deploy/sdk/lead/source.ts";
import { sourceScore } from "../../deploy/workflows/scoring/subScores/source.ts";
import { sampleLead } from "../fixtures/leads.ts";

const score = (contact: Contact): number => sourceScore(sampleLead({ contact }));

describe("scoring: sourceScore", () => {
  describe("given a lead without risk flags", () => {
    for (const source of SOURCE_NAMES) {
      it(`it should be ${SOURCES[source] + 800} from ${source}`, () => {
        expect(sourceScore(sampleLead({ source }))).to.equal(SOURCES[source] + 800);
      });
    }
    it("it should reach 2,000 and no more", () => {
      expect(Math.max(...Object.values(SOURCES)) + 800).to.equal(2_000);
    });
  });

  const flagged: readonly (readonly [string, Contact])[] = [
    ["placeholderName", { firstName: "Test" }],
    ["placeholderName", { lastName: "ASDF" }],
    ["malformedName", { firstName: "Maria2" }],
    ["malformedName", { lastName: "best@offers" }],
    ["repetitiveName", { firstName: "Torres" }],
    ["repetitiveName", { lastName: "Torrres" }],
    ["randomMailbox", { email: "m19283746@fastmail.com" }],
    ["randomMailbox", { email: "xkqwrtpz@fastmail.com" }],
    ["unroutableIp", { ipAddress: "192.168.1.4" }],
    ["unroutableIp", { ipAddress: "172.20.0.1" }],
    ["unroutableIp", { ipAddress: "fe80::1" }],
    ["automatedAgent", { userAgent: "Mozilla/5.0 HeadlessChrome/120" }],
    ["automatedAgent", { userAgent: "python-requests/2.31" }],
  ];
  for (const [flag, contact] of flagged) {
    describe(`given ${Object.keys(contact)[0]} "${Object.values(contact)[0]}"`, () => {
      it(`it should raise ${flag} and lose 200`, () => {
        expect(riskFlagsOf(sampleLead({ contact }).contact)).to.deep.equal([flag]);
        expect(score(contact)).to.equal(1_800);
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

  describe("given every flag", () => {
    it("it should keep the source's points", () => {
      const contact = {
        firstName: "test1",
        lastName: "aaa",
        email: "bcdfghjk@fastmail.com",
        ipAddress: "127.0.0.1",
        userAgent: "curl/8",
      };
      expect(riskFlagsOf(contact)).to.have.length(6);
      expect(score(contact)).to.equal(1_200);
    });
  });

  describe("given no contact data", () => {
    it("it should raise nothing", () => {
      expect(riskFlagsOf({})).to.deep.equal([]);
    });
  });
});
