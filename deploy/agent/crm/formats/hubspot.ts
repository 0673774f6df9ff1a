import type { CrmRecord } from "../leadRecord.ts";
import { isoTime, placeOf } from "./generic.ts";

/** Where contacts are put, by HubSpot's version of March 2026. */
export const HUBSPOT_UPSERT = "/crm/objects/2026-03/contacts/batch/upsert";
/** What HubSpot lets a private app ask. */
export const HUBSPOT_RATE = { requests: 190, within: 10_000 } as const;

/**
 * HubSpot's batch upsert of a lead that was won: by its e-mail, so that a consumer stays one contact; without one by `lead_id`, which
 * `agent crm setup` makes unique. HubSpot keeps texts as texts: they are as the consumer wrote them.
 * @throws {Error} the event carries no contact.
 */
export function hubspotBody({ event, lead }: CrmRecord): object {
  if (lead?.contact == null) throw new Error(`${event.kind} carries no contact.`);
  const { contact, scoreParts, sellerRecord, consentTime, fields } = lead;
  const { country, state } = placeOf(lead.region);
  const properties = {
    firstname: contact.firstName,
    lastname: contact.lastName,
    email: contact.email,
    phone: contact.phone,
    address: contact.address,
    city: contact.city,
    state,
    zip: contact.zip,
    country: contact.country ?? country,
    company: contact.company,
    jobtitle: contact.jobTitle,
    date_of_birth: contact.dateOfBirth,
    hs_lead_status: "NEW",
    lead_source: lead.source,
    lead_vertical: lead.vertical,
    lead_region: lead.region,
    lead_id: String(lead.leadId),
    lead_quality_score: lead.score,
    lead_score_parts: JSON.stringify(scoreParts),
    lead_winning_bid: lead.price,
    lead_consent_time: consentTime === 0 ? null : isoTime(consentTime),
    lead_consent_certificate: lead.consentCertificate,
    lead_fields: JSON.stringify(fields),
    lead_tax_id: contact.taxId,
    lead_ip_address: contact.ipAddress,
    lead_user_agent: contact.userAgent,
    lead_seller: lead.seller,
    lead_seller_record: sellerRecord === null ? null : JSON.stringify(sellerRecord),
    lead_unanswered_checks: lead.unansweredChecks.join(" "),
    lead_transaction: lead.txHash,
  };
  const given = Object.entries(properties).flatMap(([name, value]): [string, string][] =>
    value === undefined || value === null || value === "" ? [] : [[name, String(value)]],
  );
  const { email } = contact;
  const key =
    email === undefined
      ? { id: String(lead.leadId), idProperty: "lead_id" }
      : { id: email, idProperty: "email" };
  return { inputs: [{ ...key, properties: Object.fromEntries(given) }] };
}
