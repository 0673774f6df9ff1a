import assert from "node:assert/strict";

import {
  concatHex,
  encodeFunctionData,
  keccak256,
  stringToHex,
  toHex,
  type Abi,
  type Hex,
} from "viem";

import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { countryToHex } from "../../deploy/parameters/compliance/transfers.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { OPENING, stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement } from "./agreement.ts";
import { openComplianceDesk, type ComplianceDesk } from "./compliance/desk.ts";
import { openHostileSeller } from "./compliance/hostileSeller.ts";
import type { Facts, Row } from "./facts/subgraphFacts.ts";

const DAY = 86_400;
/** A role that the deployment does not know. */
const STRANGE_ROLE = 77n;
/** Not ASCII, not UTF-8. */
const NOISE: Hex = "0xfffe80c32822";
const STRANGE_VERTICAL = keccak256(stringToHex("nobody.configured.this"));

type Kept = Readonly<Record<string, Row>>;

const deep = (levels: number) => "[".repeat(levels) + "]".repeat(levels);

/** Attributes by what is wrong with them, with what the index must keep of them: by name, the fields that matter. */
const ATTRIBUTES: Readonly<Record<string, readonly [attributes: Hex, kept: Kept]>> = {
  "a number that no machine can hold": [
    stringToHex('{"roofAge":1e99999,"electricBill":150}'),
    {
      roofAge: { kind: "Number", text: "1e+99999", number: null, lower: null },
      electricBill: { kind: "Band", text: "150", unit: "USD", lower: "150", upper: "200" },
    },
  ],
  "numbers of very many digits, before and after the point": [
    stringToHex(`{"a":${"9".repeat(300)},"b":-0.${"3".repeat(300)},"c":-12.5}`),
    { a: { kind: "Number", number: null }, b: { number: null }, c: { number: "-12.5" } },
  ],
  "bytes that are no UTF-8": [concatHex([stringToHex('{"a":"'), NOISE, stringToHex('"}')]), {}],
  "JSON with a NUL behind it": [stringToHex('{"a":"x"}\0'), {}],
  "a NUL within text": [
    stringToHex('{"a":"x\\u0000y","b\\u0000":"z"}'),
    { a: { text: "xy" }, b: { text: "z" } },
  ],
  "text that is no JSON": [stringToHex("roof age: fifteen"), {}],
  "no text at all": ["0x", {}],
  "JSON that is no object": [stringToHex('[{"roofAge":10}]'), {}],
  "deeply nested JSON": [stringToHex(`{"a":${deep(400)},"roofAge":10}`), {}],
  "nested JSON": [
    stringToHex('{"a":{"b":1},"roofAge":10,"z":[1]}'),
    { roofAge: { kind: "Band", lower: "10", upper: "15" } },
  ],
  "half a character": [stringToHex('{"a":"\\ud800","b":1}'), {}],
  "the same name twice": [
    stringToHex('{"roofAge":10,"ownOrRent":"rent","roofAge":20}'),
    { roofAge: { lower: "20" }, ownOrRent: { kind: "Option", text: "rent" } },
  ],
  "values that no question allows": [
    stringToHex('{"ownOrRent":"squat","roofAge":11,"roofType":true,"sqft":null,"__proto__":"p"}'),
    {
      ownOrRent: { kind: "Unknown", text: "squat" },
      roofAge: { kind: "Number", number: "11", lower: null },
      roofType: { kind: "Flag", flag: true },
      sqft: { kind: "Unknown", text: "null" },
      ["__proto__"]: { kind: "Unknown", text: "p" },
    },
  ],
};

function lastLeadIn(facts: Facts): Row {
  const lead = [...(facts.get("Lead")?.values() ?? [])].at(-1);
  assert.ok(lead);
  return lead;
}

describe("the subgraph, given what nobody should send", () => {
  let stack: Stack;
  let m: ComplianceDesk;
  let mint: (attributes: Hex) => Promise<void>;

  before(async function () {
    this.timeout(OPENING);
    ({ stack } = await stackMarketDay());
    m = await openComplianceDesk(stack, "hostile");
    mint = await openHostileSeller(m);
  });

  describe("leads that have, one after the other, attributes that are", () => {
    /** By the name of the fault. */
    const leads = new Map<string, Row | undefined>();
    let facts: Facts;
    before(async () => {
      for (const [attributes] of Object.values(ATTRIBUTES)) await mint(attributes);
      const agreement = await assertAgreement(stack);
      ({ facts } = agreement);
      const faults = Object.keys(ATTRIBUTES);
      for (const [index, leadId] of agreement.chain.leadIds.slice(-faults.length).entries()) {
        const rows = [...(facts.get("Lead")?.values() ?? [])];
        leads.set(
          faults[index] ?? "",
          rows.find((row) => row["leadId"] === String(leadId)),
        );
      }
    });

    for (const [fault, [attributes, kept]] of Object.entries(ATTRIBUTES)) {
      it(`${fault}: they are kept, and what follows is indexed`, () => {
        const lead = leads.get(fault);
        assert.ok(lead);
        const isText = lead["attributesBytes"] === null;
        assert.equal(lead["attributesText"] === null, !isText);
        if (!isText) assert.equal(lead["attributesBytes"], attributes);
        const rows = [...(facts.get("LeadAttribute")?.values() ?? [])];
        const own = new Map(
          rows.filter((row) => row["lead"] === lead["id"]).map((row) => [row["name"], row]),
        );
        assert.deepEqual([...own.keys()].sort(), Object.keys(kept).sort());
        for (const [name, expected] of Object.entries(kept)) {
          const row = own.get(name) ?? {};
          const found = Object.fromEntries(Object.keys(expected).map((key) => [key, row[key]]));
          assert.deepEqual(found, expected, name);
        }
      });
    }
  });

  it("keeps no more than 64 attributes of a lead one by one", async () => {
    const many = Array.from({ length: 100 }, (_, i) => [`k${i}`, i]);
    await mint(stringToHex(JSON.stringify(Object.fromEntries(many))));
    const { facts } = await assertAgreement(stack);
    const lead = lastLeadIn(facts);
    const rows = [...(facts.get("LeadAttribute")?.values() ?? [])];
    assert.equal(rows.filter((row) => row["lead"] === lead["id"]).length, 64);
  }).timeout(60_000);

  it("keeps settings of a vertical that nothing configured", async () => {
    const on = { address: m.pricer.address, abi: m.pricer.abi as Abi };
    const point = { ratioBps: 10_000, multiplierBps: 11_000 };
    const points = [point, { ...point, ratioBps: 12_000 }];
    const [set] = await m.govern(m.configurator, DAY, [
      { on, call: "setCurve", args: [STRANGE_VERTICAL, points] },
    ]);
    await set?.();
    const { facts } = await assertAgreement(stack);
    const { configured, slug } = facts.get("Vertical")?.get(STRANGE_VERTICAL) ?? {};
    assert.deepEqual({ configured, slug }, { configured: false, slug: STRANGE_VERTICAL });
    assert.equal(facts.get("ReserveCurve")?.get(STRANGE_VERTICAL)?.["vertical"], STRANGE_VERTICAL);
  }).timeout(60_000);

  it("keeps a region and a regime that are no ASCII", async () => {
    const [bidder] = m.bidders;
    const ccid = await m.ccidOf(bidder);
    const { data } = await kycOf(ccid);
    await m.revoke(bidder, CREDENTIAL_TYPES.kyc);
    await m.issue(bidder, CREDENTIAL_TYPES.kyc, { data: NOISE });
    const on = { address: m.gate.address, abi: m.gate.abi as Abi };
    const regime = concatHex([NOISE, toHex(0, { size: 26 })]);
    const [set] = await m.govern(m.configurator, DAY, [
      { on, call: "setCountry", args: [countryToHex("TV"), regime, []] },
    ]);
    await set?.();
    const { facts } = await assertAgreement(stack);
    const text = Buffer.from(NOISE.slice(2), "hex").toString("latin1");
    const kyc = facts.get("Credential")?.get(concatHex([ccid, CREDENTIAL_TYPES.kyc]));
    assert.equal(kyc?.["jurisdiction"], text);
    assert.equal(facts.get("CountryRule")?.get(countryToHex("TV"))?.["regime"], text);
    await m.revoke(bidder, CREDENTIAL_TYPES.kyc);
    await m.issue(bidder, CREDENTIAL_TYPES.kyc, { data });
  }).timeout(60_000);

  it("keeps the name of a role that is no text", async () => {
    const place = "~".repeat(6);
    const label = { abi: m.accessManager.abi, functionName: "labelRole" } as const;
    const data = encodeFunctionData({ ...label, args: [STRANGE_ROLE, place] }).replace(
      stringToHex(place).slice(2),
      NOISE.slice(2),
    ) as Hex;
    const { address } = m.accessManager;
    const from = { account: m.governor.account };
    await m.accessManager.write.schedule([address, data, 0], from);
    await m.time.increase(4 * DAY);
    await m.accessManager.write.execute([address, data], from);
    const { facts } = await assertAgreement(stack);
    const changes = [...(facts.get("ConfigurationChange")?.values() ?? [])];
    const named = changes.find(
      ({ setting, subject }) => setting === "RoleLabel" && subject === String(STRANGE_ROLE),
    );
    assert.match(String(named?.["value"]), /\uFFFD.*\\""\}$/);
  }).timeout(60_000);

  const kycOf = async (ccid: Hex) => {
    const { credentials } = m;
    const kept = await credentials.read.getCredential([ccid, CREDENTIAL_TYPES.kyc]);
    return { data: kept.credentialData };
  };
});
