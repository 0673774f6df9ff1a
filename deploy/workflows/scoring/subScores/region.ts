import { COUNTRIES } from "../data/countries.ts";
import type { Lead } from "../lead.ts";
import { countryOf, normalisePostalCode, phoneOf } from "../normalise.ts";
import { phoneRegionOf } from "../phoneRegion.ts";
import { postalRegionOf } from "../postalRegion.ts";

/** Points for a postal code that belongs to the region. */
const POSTAL = 1_000;
/** Points for a phone number from the region. */
const PHONE = 700;
/** Points for a phone number from elsewhere in the country: people move and keep their mobile number. */
const PHONE_SAME_COUNTRY = 350;
/** Points for the country that the consumer named. */
const COUNTRY = 300;

/**
 * Whether postal code, phone number and country agree with the region that the lead claims. For the United States and Canada down to
 * the state (postal code prefix, area code), elsewhere to the country (form of the postal code, calling code). A country without a
 * row in `data/countries.ts` can only earn the 300 for naming it.
 * @returns 0 to 2,000.
 */
export function regionScore(lead: Pick<Lead, "contact" | "region">): number {
  return postalPoints(lead) + phonePoints(lead) + countryPoints(lead);
}

function postalPoints({ contact, region }: Pick<Lead, "contact" | "region">): number {
  const plan = COUNTRIES[countryOf(region)];
  if (plan === undefined) return 0;
  if (plan.postal === undefined) return POSTAL;
  if (contact.zip === undefined) return 0;
  const code = normalisePostalCode(contact.zip);
  if (!plan.postal.test(code)) return 0;
  const actual = postalRegionOf(countryOf(region), code);
  return actual !== undefined && belongsTo(actual, region) ? POSTAL : 0;
}

function phonePoints(lead: Pick<Lead, "contact" | "region">): number {
  const phone = phoneOf(lead);
  if (phone === undefined) return 0;
  const actual = phoneRegionOf(phone);
  if (actual === undefined) return 0;
  if (belongsTo(actual, lead.region)) return PHONE;
  return countryOf(actual) === countryOf(lead.region) ? PHONE_SAME_COUNTRY : 0;
}

function countryPoints({ contact, region }: Pick<Lead, "contact" | "region">): number {
  return contact.country === countryOf(region) ? COUNTRY : 0;
}

/** Whether `actual` is `region`, lies in it, or is the country of a region whose parts cannot be told apart. */
function belongsTo(actual: string, region: string): boolean {
  if (actual === region) return true;
  return actual.length === 2
    ? countryOf(region) === actual
    : region.length === 2 && countryOf(actual) === region;
}
