import { dollarsOf } from "../../../sdk/codes/usdc.ts";
import type { FieldValue } from "../../../sdk/lead/publicFields.ts";
import type { CrmRecord, LeadRecord } from "../leadRecord.ts";
import { cellText } from "./cell.ts";
import { isoTime, placeOf } from "./generic.ts";

/** What a cell can hold. */
type Cell = FieldValue | null;

/**
 * Zapier's body: an array of flat objects. Zaps mostly write them into spreadsheets, so no text is a formula: see `cellText`. Amounts are
 * USDC, times ISO 8601. Answers are named `field_…`, so that no lead can change another cell.
 */
export function zapierBody({ event, lead, test }: CrmRecord): object[] {
  const { id, kind, account, reason, says, amount, at } = event;
  const row: Record<string, Cell> = {
    ...(lead === null ? {} : leadCells(lead)),
    event_id: id,
    event_type: kind,
    event_timestamp: isoTime(at),
    account,
    reason,
    says,
    amount: amount === null ? null : dollarsOf(amount),
    ...(test && { test }),
  };
  const cells = Object.entries(row).map(([name, value]): [string, Cell] => [
    name,
    typeof value === "string" ? cellText(value) : value,
  ]);
  return [Object.fromEntries(cells)];
}

function leadCells(lead: LeadRecord): Record<string, Cell> {
  const { contact, scoreParts, sellerRecord, consentTime } = lead;
  const { country, state } = placeOf(lead.region);
  const named = (prefix: string, values: object): Record<string, Cell> =>
    Object.fromEntries(
      Object.entries(values).map(([name, value]) => [`${prefix}${snake(name)}`, value as Cell]),
    );
  return {
    ...named("field_", lead.fields),
    ...named("", { ...contact, ...(contact?.phone && { phone: dialled(contact.phone) }) }),
    ...named("score_", scoreParts),
    ...(sellerRecord === null ? {} : named("seller_", sellerRecord)),
    lead_id: String(lead.leadId),
    round: lead.round,
    vertical: lead.vertical,
    source: lead.source,
    region: lead.region,
    country,
    state,
    quality_score: lead.score,
    unanswered_checks: lead.unansweredChecks.join(" "),
    winning_bid: lead.price,
    consent_time: consentTime === 0 ? null : isoTime(consentTime),
    consent_source: lead.source,
    consent_certificate: lead.consentCertificate,
    seller: lead.seller,
    transaction: lead.txHash,
  };
}

/** A telephone number without what people write between its digits, where it is an international one. */
function dialled(phone: string): string {
  const digits = phone.replaceAll(/[\s().-]/g, "");
  return /^\+\d+$/.test(digits) ? digits : phone;
}

function snake(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => `_${letter.toLowerCase()}`);
}
