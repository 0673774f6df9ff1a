import { expect } from "chai";
import type { Address, Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import type { Stack } from "../../deploy/local/stack/stack.ts";
import { querySubgraph } from "../../deploy/sdk/subgraph/querySubgraph.ts";
import {
  CredentialsDocument,
  DecisionsDocument,
  LeadStoryDocument,
  type CredentialsQuery,
} from "../../deploy/sdk/generated/queries.ts";
import { stackMarketDay } from "../fixtures/stackMarketDay.ts";
import { assertAgreement } from "./agreement.ts";
import {
  BADGE,
  LICENCE,
  barredSale,
  droppedPasses,
  refusedLeads,
  restore,
} from "./compliance/day.ts";
import { openComplianceDesk, type ComplianceDesk } from "./compliance/desk.ts";
import { engineOutage } from "./compliance/outage.ts";
import { changeEngine, changeRules } from "./compliance/rules.ts";

const PAGE = 1_000;
const ACTIVITIES = ["Sell", "Receive"] as const;

/** What types stand for, by what rules of the day tell; nothing tells of the badge. */
const KINDS: Readonly<Record<Hex, string>> = {
  [CREDENTIAL_TYPES.kyc]: "Kyc",
  [CREDENTIAL_TYPES.consent]: "Consent",
  [LICENCE]: "Licence",
  [BADGE]: "Other",
};

/** Whether a pass is remembered, as an integrator reads it from the answer. */
function isRemembered(
  { account, invalidations: [all] }: CredentialsQuery,
  activity: string,
  slug: string,
  region: string,
  now: number,
): boolean {
  const [own] = account?.invalidations ?? [];
  const dropped = [own?.id, all?.id].map(String).sort().at(-1) ?? "";
  return (account?.decisions ?? []).some(
    (decision) =>
      decision.verdict === "Clear" &&
      decision.activity === activity &&
      decision.vertical?.slug === slug &&
      decision.region === region &&
      Number(decision.validUntil) > now &&
      decision.id > dropped,
  );
}

describe("the subgraph after a day of compliance", () => {
  let stack: Stack;
  let m: ComplianceDesk;
  let barred: bigint;
  let outage: Awaited<ReturnType<typeof engineOutage>>;
  let refused: readonly Hex[];

  before(async function () {
    this.timeout(300_000);
    ({ stack } = await stackMarketDay());
    m = await openComplianceDesk(stack, "complianceDay");
    barred = await barredSale(m);
    refused = await refusedLeads(m);
    await assertAgreement(stack);
    await restore(m);
    await changeRules(m);
    await changeEngine(m);
    outage = await engineOutage(m);
    await droppedPasses(m, await m.time.latest());
    await stack.indexed();
  });

  const standingOf = (account: Address) =>
    querySubgraph(stack.urls.graphql, CredentialsDocument, { account, first: PAGE });
  const refusals = async () => {
    const { decisions } = await querySubgraph(stack.urls.graphql, DecisionsDocument, {
      verdicts: ["Denied", "Unavailable"],
      first: PAGE,
    });
    return decisions;
  };

  it("holds what the chain says, entity by entity and field by field", async () => {
    await assertAgreement(stack);
  }).timeout(300_000);

  it("tells an account's credentials as the registry has them, in the words of the rules that name them", async () => {
    for (const { address } of [m.seller, ...m.bidders]) {
      const { account } = await standingOf(address);
      const ccid = await m.identities.read.getIdentity([address]);
      expect(account?.identity?.id).to.equal(ccid);
      const types = await m.credentials.read.getCredentialTypes([ccid]);
      const told = account?.identity?.credentials ?? [];
      expect(told.map(({ type }) => type.id)).to.have.members([...types]);
      for (const { type, expiresAt } of told) {
        const kept = await m.credentials.read.getCredential([ccid, type.id]);
        expect(Number(expiresAt ?? 0)).to.equal(kept.expiresAt);
        if (type.id in KINDS) expect(type.kind, type.id).to.equal(KINDS[type.id]);
      }
    }
  });

  it("tells whether a pass is remembered as the gate does, for every account and lead class", async () => {
    const { account: oldest } = await standingOf(m.seller.address);
    expect(oldest?.decisions.length).to.be.greaterThan(0);
    const classes = await m.gate.getEvents.LeadClassAdded({}, { fromBlock: 0n });
    const slugs = new Map<Hex, string>();
    for (const { args } of await m.registry.getEvents.VerticalConfigured({}, { fromBlock: 0n })) {
      slugs.set(args.vertical as Hex, args.slug ?? "");
    }
    const now = await m.time.latest();
    const found: boolean[] = [];
    for (const { address } of [m.seller, ...m.bidders]) {
      const answer = await standingOf(address);
      for (const { vertical = "0x", region = "0x" } of classes.map(({ args }) => args)) {
        for (const [number, activity] of ACTIVITIES.entries()) {
          const { remembered } = await m.gate.read.statusOf([address, number, vertical, region]);
          const name = Buffer.from(region.slice(2), "hex").toString().replace(/\0+$/, "");
          const told = isRemembered(answer, activity, slugs.get(vertical) ?? "", name, now);
          expect(told, `${address} ${activity} ${name}`).to.equal(remembered);
          found.push(remembered);
        }
      }
    }
    expect(new Set(found)).to.deep.equal(new Set([true, false]));
  }).timeout(120_000);

  it("tells why bids and a sale were barred: rule, credential and the policy's words", async () => {
    const told = (await refusals()).filter(({ lead }) => lead?.leadId === String(barred));
    const [sanctioned, unlicensed, winner] = m.bidders;
    expect(
      told.map(({ stage, account, rule, credentialType }) => ({
        stage,
        account: account?.id,
        rule,
        kind: credentialType?.kind,
      })),
    ).to.deep.equal([
      {
        stage: "Delivery",
        account: winner.address.toLowerCase(),
        rule: "Consent",
        kind: "Consent",
      },
      {
        stage: "Reveal",
        account: unlicensed.address.toLowerCase(),
        rule: "Licence",
        kind: "Licence",
      },
      {
        stage: "Reveal",
        account: sanctioned.address.toLowerCase(),
        rule: "Sanctions",
        kind: "Sanctioned",
      },
    ]);
    expect(told.map(({ reason }) => reason?.split(":")[0])).to.deep.equal([
      "consent",
      "licence",
      "sanctions",
    ]);
  });

  it("tells why leads were refused at their attestation", async () => {
    const told = (await refusals()).filter(
      ({ stage, verdict }) => stage === "Attestation" && verdict === "Denied",
    );
    expect(refused).to.have.length(2);
    expect(told.map(({ account, activity, rule }) => [account?.id, activity, rule])).to.deep.equal(
      refused.map(() => [m.seller.address.toLowerCase(), "Sell", "Kyc"]),
    );
  });

  it("tells what an engine's silence did: a lead refused, a delivery put off and its seller excused, no bid barred", async () => {
    const told = (await refusals()).filter(({ verdict }) => verdict === "Unavailable");
    const delays = Array.from({ length: outage.delays }, () => [
      "Delivery",
      String(outage.excused),
    ]);
    expect(told.map(({ stage, lead }) => [stage, lead?.leadId])).to.deep.equal([
      ...delays,
      ["Attestation", undefined],
    ]);
    const excuses = await Promise.all(
      [outage.excused, outage.won].map(async (leadId) => {
        const { leads } = await querySubgraph(stack.urls.graphql, LeadStoryDocument, {
          leadId: String(leadId),
        });
        return leads[0]?.auctions[0]?.excused;
      }),
    );
    expect(excuses).to.deep.equal([true, false]);
  });
});
