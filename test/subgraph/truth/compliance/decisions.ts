import { isHex, toHex, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../../../deploy/parameters/compliance/credentialTypes.ts";
import type { Chain } from "../chain.ts";
import { created, type Claim } from "../claim.ts";
import { auctionId, eventId, leadEntityId } from "../ids.ts";
import { ACTIVITIES, asciiIn } from "../words.ts";
import { refusalsOf, type Refusal } from "./refusals.ts";

/** How the policy's reasons begin, by rule. */
const RULES: Readonly<Record<string, string>> = {
  identity: "Identity",
  kyc: "Kyc",
  sanctions: "Sanctions",
  licence: "Licence",
  transfer: "Transfer",
  consent: "Consent",
};
const WORD_TEXT_SIZE = 66;

/** Passes and refusals, dropped passes and lead classes. */
export async function decisionClaims(chain: Chain): Promise<Claim[]> {
  const { history } = chain;
  const classes = history.of("gate", "LeadClassAdded");
  const verticals = new Set(
    history.of("registry", "VerticalConfigured").map(({ args }) => args.vertical),
  );
  const knownVertical = (id: Hex) => (verticals.has(id) ? id : null);
  const passes = history.of("gate", "PassGranted").map((log): Claim => {
    const { account, activity, leadClass, validUntil } = log.args;
    return {
      entity: "Decision",
      id: eventId(log),
      fields: {
        ...NOTHING,
        verdict: "Clear",
        stage: "Gate",
        account,
        activity: ACTIVITIES[activity],
        leadClass: classId(leadClass),
        validUntil,
        ...created(log),
      },
    };
  });
  const mints = new Map(history.of("nft", "LeadMinted").map(({ args }) => [args.leadId, args]));
  const refusals = refusalsOf(history).map((refusal): Claim => {
    const { denial, leadId, round } = refusal;
    const subject = leadId === undefined ? denial : mints.get(leadId);
    const activity = leadId === undefined ? denial?.activity : 1;
    return {
      entity: "Decision",
      id: eventId(refusal.log),
      fields: {
        ...NOTHING,
        verdict: refusal.isDenied ? "Denied" : "Unavailable",
        stage: refusal.stage,
        account: refusal.account,
        activity: activity === undefined ? null : ACTIVITIES[activity],
        vertical: subject ? knownVertical(subject.vertical) : null,
        region: subject ? asciiIn(subject.region) : null,
        ...whyOf(refusal),
        lead: leadId === undefined ? null : leadEntityId(leadId),
        auction: leadId === undefined ? null : auctionId(leadId, round ?? 0),
        submissionHash: refusal.submissionHash,
        ...created(refusal.log),
      },
    };
  });
  const kept = await Promise.all(classes.map((log) => classClaim(chain, log.args, log)));
  return [...passes, ...refusals, ...kept.map(known(verticals)), ...invalidationClaims(chain)];
}

/** What most decisions do not have. */
const NOTHING = {
  leadClass: null,
  vertical: null,
  region: null,
  validUntil: null,
  rule: null,
  credentialType: null,
  reason: null,
  cause: null,
  lead: null,
  auction: null,
  submissionHash: null,
};

function whyOf({ denial, cause }: Refusal) {
  const reason = denial?.reason;
  const rule = reason === undefined ? undefined : RULES[reason.split(":")[0] ?? ""];
  const last = reason?.split(" ").at(-1) ?? "";
  const named = isHex(last) && last.length === WORD_TEXT_SIZE ? last : null;
  const credentialType =
    rule === undefined ? null : rule === "Sanctions" ? CREDENTIAL_TYPES.sanctioned : named;
  return { reason, rule, credentialType, cause };
}

async function classClaim(
  { contracts: { gate }, at }: Chain,
  args: { readonly leadClass: number; readonly vertical: Hex; readonly region: Hex },
  log: Parameters<typeof created>[0],
): Promise<Claim> {
  const { leadClass, vertical, region } = args;
  return {
    entity: "LeadClass",
    id: classId(leadClass),
    view: "ComplianceGate.leadClassOf",
    fields: {
      leadClass: await gate.read.leadClassOf([vertical, region], at),
      vertical,
      region: asciiIn(region),
      ...created(log),
    },
  };
}

/** Answers leave out a vertical that does not exist. */
function known(verticals: ReadonlySet<unknown>) {
  return (claim: Claim): Claim => {
    const { vertical } = claim.fields;
    return verticals.has(vertical)
      ? claim
      : { ...claim, fields: { ...claim.fields, vertical: null } };
  };
}

function invalidationClaims({ history }: Chain): Claim[] {
  const own = history.of("gate", "PassesDropped").map((log) => ({
    entity: "Invalidation",
    id: eventId(log),
    fields: { account: log.args.account, all: false, ...created(log) },
  }));
  const all = history.of("gate", "AllPassesDropped").map((log) => ({
    entity: "Invalidation",
    id: eventId(log),
    fields: { account: null, all: true, ...created(log) },
  }));
  return [...own, ...all];
}

function classId(leadClass: number): Hex {
  return toHex(leadClass, { size: 4 });
}
