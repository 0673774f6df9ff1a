import { isHex } from "viem";

import { CREDENTIAL_TYPES } from "../../../../deploy/parameters/compliance/credentialTypes.ts";
import type { Chain } from "../chain.ts";
import { logged, type Claim } from "../claim.ts";
import type { ChainLog } from "../history.ts";
import { auctionId, classId, eventId, leadEntityId } from "../ids.ts";
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
/** Number of `ILeadAccessPolicy.Activity.Receive`. */
const RECEIVE = 1;

/** Passes and refusals, dropped passes and lead classes. */
export async function decisionClaims(chain: Chain): Promise<Claim[]> {
  const { history } = chain;
  const classes = history.of("gate", "LeadClassAdded");
  const passes = history.of("gate", "PassGranted").map((log): Claim => {
    const { account, activity, leadClass, validUntil } = log.args;
    const named = classes.find(({ args }) => args.leadClass === leadClass);
    if (named === undefined) throw new Error(`Nothing numbered the lead class ${leadClass}.`);
    return {
      entity: "Decision",
      id: eventId(log),
      fields: {
        ...{ ...NOTHING, verdict: "Clear", stage: "Gate", account, validUntil },
        ...{ activity: ACTIVITIES[activity], leadClass: classId(leadClass) },
        ...{ vertical: named.args.vertical, region: asciiIn(named.args.region) },
        ...logged(log),
      },
    };
  });
  const refusals = refusalsOf(history).map((refusal) => refusalClaim(chain, refusal));
  const kept = await Promise.all(classes.map((log) => classClaim(chain, log)));
  return [...passes, ...refusals, ...kept, ...invalidationClaims(chain)];
}

function refusalClaim({ history }: Chain, refusal: Refusal): Claim {
  const { log, denial, leadId, round, submissionHash, stage, account } = refusal;
  const ofLead = history.of("nft", "LeadMinted").find(({ args }) => args.leadId === leadId);
  const subject = leadId === undefined ? denial : ofLead?.args;
  const activity = leadId === undefined ? denial?.activity : RECEIVE;
  const isKnown = history
    .of("registry", "VerticalConfigured")
    .some(({ args }) => args.vertical === subject?.vertical);
  return {
    entity: "Decision",
    id: eventId(log),
    fields: {
      ...{ ...NOTHING, verdict: refusal.isDenied ? "Denied" : "Unavailable", stage, account },
      activity: activity === undefined ? null : ACTIVITIES[activity],
      vertical: isKnown ? subject?.vertical : null,
      region: subject ? asciiIn(subject.region) : null,
      ...whyOf(refusal),
      lead: leadId === undefined ? null : leadEntityId(leadId),
      auction: leadId === undefined ? null : auctionId(leadId, round ?? 0),
      submissionHash,
      ...logged(log),
    },
  };
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
  log: ChainLog<"gate", "LeadClassAdded">,
): Promise<Claim> {
  const { leadClass, vertical, region } = log.args;
  const [kept, place] = await gate.read.leadClassAt([leadClass], at);
  return {
    entity: "LeadClass",
    id: classId(leadClass),
    view: "ComplianceGate.leadClassOf and leadClassAt",
    fields: {
      leadClass: await gate.read.leadClassOf([vertical, region], at),
      ...{ vertical: kept, region: asciiIn(place) },
      ...logged(log),
    },
  };
}

function invalidationClaims({ history }: Chain): Claim[] {
  const own = history.of("gate", "PassesDropped").map((log) => ({
    entity: "Invalidation",
    id: eventId(log),
    fields: { account: log.args.account, all: false, ...logged(log) },
  }));
  const all = history.of("gate", "AllPassesDropped").map((log) => ({
    entity: "Invalidation",
    id: eventId(log),
    fields: { account: null, all: true, ...logged(log) },
  }));
  return [...own, ...all];
}
