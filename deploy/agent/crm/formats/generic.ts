import { dollarsOf } from "../../../sdk/codes/usdc.ts";
import type { CrmRecord, LeadRecord } from "../leadRecord.ts";

/** Who sends: `source` of what is sent. */
const SOURCE = "lead-engine";

/**
 * A generic webhook's body: `{source, event, count, timestamp, account, reason, says, amount, leads[]}`. Texts of the lead are as its
 * consumer wrote them: JSON is no spreadsheet, so a receiver that writes cells must quote them itself. Amounts are USDC, times ISO 8601.
 */
export function genericBody({ event, lead, test }: CrmRecord): object {
  const { id, kind, account, reason, says, amount, at } = event;
  return {
    source: SOURCE,
    event: kind,
    id,
    count: lead === null ? 0 : 1,
    timestamp: isoTime(at),
    account,
    reason,
    says,
    amount: amount === null ? null : dollarsOf(amount),
    ...(test && { test }),
    leads: lead === null ? [] : [genericLead(lead)],
  };
}

function genericLead(lead: LeadRecord): object {
  const { leadId, consentTime, consentCertificate, seller, sellerRecord, ...rest } = lead;
  return {
    leadId: String(leadId),
    ...rest,
    ...placeOf(lead.region),
    consent: {
      time: consentTime === 0 ? null : isoTime(consentTime),
      source: lead.source,
      certificate: consentCertificate,
    },
    seller: { address: seller, record: sellerRecord },
  };
}

/** Unix seconds as ISO 8601. */
export function isoTime(seconds: number): string {
  return new Date(seconds * 1_000).toISOString();
}

/** Country and state of an ISO 3166 region. */
export function placeOf(region: string): { country: string; state: string | null } {
  const [country = "", state] = region.split("-");
  return { country, state: state ?? null };
}
