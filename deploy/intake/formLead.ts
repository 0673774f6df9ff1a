import { loadTransfers } from "../parameters/compliance/transfers.ts";
import type { ContactField } from "../sdk/lead/lead.ts";
import type { PublicField } from "../sdk/lead/publicFields.ts";
import type { Vertical } from "../sdk/lead/vertical.ts";
import { normalisePostalCode } from "../workflows/scoring/normalise.ts";
import { postalRegionOf } from "../workflows/scoring/postalRegion.ts";

/** Form fields that people never see or fill; a program that fills all of them gives itself away. */
export const HONEYPOT = "website";
/** Names that the issuers' scripts give the field of their certificate. */
export const CERTIFICATE_FIELDS = ["xxTrustedFormCertUrl", "universal_leadid"] as const;
/** Characters of a user agent that a lead can hold. */
const USER_AGENT = { length: 400, foreign: /[^ -~]/g };

/** What a form's contact fields are called, in their order. */
export const CONTACT_LABELS: Readonly<Partial<Record<ContactField, string>>> = {
  firstName: "First name",
  lastName: "Last name",
  email: "E-mail address",
  phone: "Phone number",
  company: "Company",
  jobTitle: "Job title",
  address: "Street and number",
  city: "City",
  zip: "Postal code",
  dateOfBirth: "Date of birth",
  taxId: "Tax number",
};

/** Countries that a lead can be from. */
export function countriesOf(vertical: Pick<Vertical, "restrictedRegions">): string[] {
  return loadTransfers()
    .map(({ country }) => country)
    .filter((country) => !vertical.restrictedRegions.includes(country))
    .sort();
}

/** What the server knows of a form that was sent. */
export interface FormOccasion {
  /** The chain's time, Unix seconds. */
  readonly now: number;
  readonly ip: string;
  readonly userAgent: string;
  /** The words next to the box that the consumer ticked. */
  readonly consentText: string;
  readonly pageUrl: string;
}

/**
 * A form's answers as a lead file has them. The server says when, from where and to what the consumer consented, whatever the form says.
 * @returns of unknown validity; what the vertical has no field for is left out.
 */
export function leadOfForm(
  form: URLSearchParams,
  vertical: Vertical,
  { now, ip, userAgent, consentText, pageUrl }: FormOccasion,
): object {
  const contact = Object.keys(CONTACT_LABELS)
    .filter((name) => vertical.contactFields.includes(name as ContactField))
    .map((name) => [name, answerTo(form, `contact.${name}`)] as const)
    .filter(([, answer]) => answer !== "");
  const fields = Object.entries(vertical.fields)
    .map(([name, field]) => [name, valueOf(field, answerTo(form, `fields.${name}`))] as const)
    .filter(([, value]) => value !== "");
  const country = answerTo(form, "contact.country");
  const certificate = CERTIFICATE_FIELDS.map((name) => answerTo(form, name)).find(Boolean);
  const agent = userAgent.replace(USER_AGENT.foreign, "").trim().slice(0, USER_AGENT.length);
  return {
    vertical: vertical.slug,
    region: regionOf(country, answerTo(form, "contact.zip")),
    source: "DIRECT",
    consentTime: now,
    ...(certificate === undefined ? {} : { consentCertificate: certificate }),
    consentRecord: { text: consentText, page: pageUrl },
    contact: {
      ...Object.fromEntries(contact),
      country,
      ipAddress: ip,
      ...(agent === "" ? {} : { userAgent: agent }),
    },
    fields: Object.fromEntries(fields),
  };
}

function answerTo(form: URLSearchParams, name: string): string {
  return (form.get(name) ?? "").trim();
}

/** In the United States and Canada the postal code says the state or province. */
function regionOf(country: string, zip: string): string {
  return postalRegionOf(country, normalisePostalCode(zip)) ?? country;
}

/** A number or a flag where the text is one; other text is left to the check, which names its place. */
function valueOf(field: PublicField, answer: string): unknown {
  if (field.type === "boolean") return answer === "true" || (answer === "false" ? false : answer);
  if (field.type !== "band" || answer === "") return answer;
  return /^\d{1,15}(\.\d{1,6})?$/.test(answer) ? Number(answer) : answer;
}
