import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { Auction, Decision, Vertical } from "../../generated/schema";
import { eventId } from "../ids";
import { asciiOf } from "../text";
import { activityOf } from "../words";
import { meetAccount } from "./account";
import { learnLicences, openCredentialType } from "./credentialType";
import { sanctionType } from "./credentialTypeId";
import { causeIn, Denial, denialIn, isDenied, isUnavailable } from "./gateError";
import { openProtocol } from "./protocol";
import { stampLog } from "./stamp";

/** Words of `ILeadAccessPolicy.Rule`, and how the policy's reasons begin for them. */
const RULES = ["Identity", "Kyc", "Sanctions", "Licence", "Transfer", "Consent"];
const RULE_PREFIXES = [
  "identity: ",
  "kyc: ",
  "sanctions: ",
  "licence: ",
  "transfer: ",
  "consent: ",
];

/** `0x` and 32 bytes. */
const WORD_TEXT_SIZE = 66;

/** Keeps the refusal of a lead, if its seller was the reason: `reason` is the revert data. */
export function recordAttestationRefusal(
  submissionHash: Bytes,
  reason: Bytes,
  event: ethereum.Event,
): void {
  const denied = isDenied(reason);
  if (!denied && !isUnavailable(reason)) return;
  const decision = newRefusal("Attestation", denied, reason, event);
  decision.submissionHash = submissionHash;
  decision.save();
}

/**
 * Keeps why a round's bidder or buyer may not receive the lead.
 * @param reason the gate's revert data, whole or cut short.
 * @returns the decision's id.
 */
export function recordRoundRefusal(
  stage: string,
  auction: Auction,
  bidder: Bytes | null,
  denied: boolean,
  reason: Bytes,
  event: ethereum.Event,
): Bytes {
  const decision = newRefusal(stage, denied, reason, event);
  decision.account = bidder;
  decision.activity = "Receive";
  decision.vertical = auction.vertical;
  decision.region = auction.region;
  decision.lead = auction.lead;
  decision.auction = auction.id;
  decision.save();
  return decision.id;
}

function newRefusal(stage: string, denied: boolean, data: Bytes, event: ethereum.Event): Decision {
  const decision = new Decision(eventId(event));
  decision.verdict = denied ? "Denied" : "Unavailable";
  decision.stage = stage;
  stampLog(decision, event);
  const denial = denied ? denialIn(data) : null;
  if (denial !== null) describe(decision, denial, event);
  else decision.cause = causeIn(data);
  const protocol = openProtocol(event);
  protocol.refusals += 1;
  protocol.save();
  return decision;
}

function describe(decision: Decision, denial: Denial, event: ethereum.Event): void {
  decision.account = meetAccount(denial.account, event);
  decision.activity = activityOf(denial.activity);
  decision.vertical = denial.vertical;
  decision.region = asciiOf(denial.region);
  decision.reason = denial.reason;
  const rule = ruleOf(denial.reason);
  if (rule === null) return;
  decision.rule = rule;
  const type = rule == "Sanctions" ? sanctionType() : lastWordIn(denial.reason);
  if (type === null) return;
  const vertical = Vertical.load(denial.vertical);
  if (rule == "Licence" && vertical != null) learnLicences(vertical.root, denial.region, event);
  decision.credentialType = openCredentialType(type, event);
}

/** The rule that failed, by the policy's reason; null for any other reason. */
function ruleOf(reason: string): string | null {
  for (let i = 0; i < RULES.length; i++) {
    if (reason.startsWith(RULE_PREFIXES[i])) return RULES[i];
  }
  return null;
}

/** The credential type at the end of the policy's reason; null if there is none. */
function lastWordIn(reason: string): Bytes | null {
  const word = reason.slice(reason.lastIndexOf(" ") + 1);
  if (word.length != WORD_TEXT_SIZE || !word.startsWith("0x")) return null;
  return Bytes.fromHexString(word);
}
