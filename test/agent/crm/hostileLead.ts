import { expect } from "chai";
import { zeroAddress } from "viem";

import { cellText } from "../../../deploy/agent/crm/formats/cell.ts";
import { genericBody } from "../../../deploy/agent/crm/formats/generic.ts";
import { hubspotBody } from "../../../deploy/agent/crm/formats/hubspot.ts";
import { zapierBody } from "../../../deploy/agent/crm/formats/zapier.ts";
import {
  answersOf,
  contactOf,
  type CrmRecord,
  type LeadRecord,
} from "../../../deploy/agent/crm/leadRecord.ts";
import { madeUpEvent, madeUpRecord } from "../../../deploy/agent/crm/madeUpRecord.ts";

const NOW = 1_800_000_000_000;

/** A record of a lead whose content is this: whoever encrypts a lead can put anything in. */
function recordOf(contact: unknown, fields: unknown = {}): CrmRecord {
  const hook = { name: "h", url: "", format: "generic", secret: "S", allowPrivate: true } as const;
  const { lead } = madeUpRecord(hook, NOW);
  return {
    event: { ...madeUpEvent("lead.won", NOW), account: zeroAddress },
    test: false,
    lead: {
      ...(lead as LeadRecord),
      contact: contactOf(contact),
      fields: answersOf(fields),
    },
  };
}

describe("a hostile lead on its way to a CRM", () => {
  const formulas = [
    '=HYPERLINK("https://evil.example","x")',
    "+1+cmd|' /C calc'!A0",
    "-2+3+cmd|' /C calc'!A0",
    "@SUM(1+9)*cmd|' /C calc'!A0",
    "\t=1+1",
    "\r\n=1+1",
    " =1+1",
    "＝1+1",
    "+15125550100=1",
  ];

  it("should be no formula in any cell of Zapier's", () => {
    for (const formula of formulas) {
      const [row = {}] = zapierBody(
        recordOf({ firstName: formula, city: formula, phone: formula }, { note: formula }),
      );
      const cells = Object.values(row).filter((cell) => typeof cell === "string");
      expect(cells.filter((cell) => /^\s*[=+\-@＝]/.test(cell))).to.deep.equal([]);
      expect(cells.filter((cell) => cell.startsWith("'"))).to.have.length(4);
    }
  });

  it("should leave a telephone number whole, with its plus", () => {
    expect(cellText("+15125550100")).to.equal("+15125550100");
    const [row] = zapierBody(recordOf({ phone: "+1 (512) 555-0100" }));
    expect(row).to.include({ phone: "+15125550100" });
  });

  it("should be the same text in JSON for a webhook and HubSpot, which have no formulas", () => {
    const record = recordOf({ firstName: "=1+1", email: "a@example.com" });
    expect(JSON.stringify(genericBody(record))).to.include('"firstName":"=1+1"');
    expect(JSON.stringify(hubspotBody(record))).to.include('"firstname":"=1+1"');
  });

  it("should lose control characters, marks that turn the direction of writing, and what is too long", () => {
    const { lead } = recordOf({
      firstName: "\u001b]0;owned\u0007Ann\u0000\u202e\u2028",
      lastName: "x".repeat(1_000_000),
      email: "   ",
    });
    expect(lead?.contact?.firstName).to.equal("]0;owned Ann");
    expect(lead?.contact?.lastName).to.have.length(1_000);
    expect(lead?.contact).to.have.keys("firstName", "lastName");
  });

  it("should bring nothing in that is no text, no known field of a contact, or no answer", () => {
    const { lead } = recordOf(
      { firstName: { toString: "x" }, lastName: ["a"], role: "admin", city: "Austin" },
      {
        ok: true,
        count: 3,
        "bad name": "x",
        nested: { a: 1 },
        huge: Infinity,
        __proto__: { polluted: true },
        constructor: "x",
      },
    );
    expect(lead?.contact).to.deep.equal({ city: "Austin" });
    expect(lead?.fields).to.deep.equal({ ok: true, count: 3, constructor: "x" });
    for (const content of [null, "text", 7, ["a"]]) {
      expect(recordOf(content, content).lead?.contact).to.deep.equal({});
    }
    const many = Object.fromEntries(Array.from({ length: 5_000 }, (_, i) => [`f${i}`, "x"]));
    expect(Object.keys(recordOf({}, many).lead?.fields ?? {})).to.have.length(100);
  });

  it("should not change another cell or property by the names of its answers", () => {
    const record = recordOf(
      { email: "a@example.com" },
      { lead_id: "999", winningBid: "0", eventType: "x" },
    );
    const [row] = zapierBody(record);
    expect(row).to.include({ lead_id: "0", winning_bid: "100", event_type: "lead.won" });
    const { inputs } = hubspotBody(record) as { inputs: { properties: object }[] };
    expect(inputs[0]?.properties).to.include({ lead_id: "0", lead_winning_bid: "100" });
  });

  it("should be found again in HubSpot by its number where it has no e-mail address", () => {
    const { inputs } = hubspotBody(recordOf({ firstName: "Ann" })) as { inputs: object[] };
    expect(inputs).to.have.length(1);
    expect(inputs[0]).to.include({ id: "0", idProperty: "lead_id" });
  });
});
