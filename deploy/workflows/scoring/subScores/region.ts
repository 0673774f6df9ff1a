import { COUNTRIES } from "../data/countries.ts";
import type { Lead } from "../../../sdk/lead/lead.ts";
import { CHECK_WORTHS } from "../../../sdk/lead/scoreParts.ts";
import { countryOf, normalisePostalCode, phoneOf } from "../normalise.ts";
import { phoneRegionOf } from "../phoneRegion.ts";
import { sumOf, type Points } from "../points.ts";
import { postalRegionOf } from "../postalRegion.ts";
import type { VendorChecks } from "../vendorChecks.ts";

/** Points for a postal code that belongs to the region. */
const POSTAL = 800;
/** Points for a phone number from the region. */
const PHONE = 600;
/** Points for a phone number from elsewhere in the country: people move and keep their mobile number. */
const PHONE_SAME_COUNTRY = 300;
/** Points for the country that the consumer named. */
const COUNTRY = 200;
/** Points for an address that a vendor confirms: mail arrives there. */
const ADDRESS = CHECK_WORTHS.Address.points;

type Located = Pick<Lead, "contact" | "region">;

/**
 * Whether postal code, phone number and country agree with the region that the lead claims. For the United States and Canada down to
 * the state (postal code prefix, area code), elsewhere to the country (form of the postal code, calling code). A country without a
 * row in `data/countries.ts` can only earn the 200 for naming it and the 400 for an address that a vendor confirms.
 * @returns 0 to 2,000.
 */
export function regionScore(lead: Located, checks: VendorChecks = {}): number {
  return sumOf(regionPoints(lead, checks));
}

/** The same with its reasons. */
export function regionPoints(lead: Located, checks: VendorChecks = {}): Points[] {
  return [postalPoints(lead), phonePoints(lead), countryPoints(lead), addressPoints(checks)];
}

function postalPoints({ contact, region }: Located): Points {
  const gives = (what: string, points = 0) => ({ what, points, of: POSTAL });
  const plan = COUNTRIES[countryOf(region)];
  if (plan === undefined) return gives("the country's postal codes are not known here");
  if (plan.postal === undefined) return gives("the country has no postal codes", POSTAL);
  if (contact.zip === undefined) return gives("there is no postal code");
  const code = normalisePostalCode(contact.zip);
  if (!plan.postal.test(code)) return gives("the postal code has another form than the country's");
  const actual = postalRegionOf(countryOf(region), code);
  return actual !== undefined && belongsTo(actual, region)
    ? gives("the postal code belongs to the region", POSTAL)
    : gives("the postal code belongs to another region");
}

function phonePoints(lead: Located): Points {
  const gives = (what: string, points = 0) => ({ what, points, of: PHONE });
  const phone = phoneOf(lead);
  if (phone === undefined) return gives("there is no phone number that can be used");
  const actual = phoneRegionOf(phone);
  if (actual === undefined)
    return gives("the phone number belongs to no region that is known here");
  if (belongsTo(actual, lead.region)) return gives("the phone number is from the region", PHONE);
  return countryOf(actual) === countryOf(lead.region)
    ? gives("the phone number is from elsewhere in the country", PHONE_SAME_COUNTRY)
    : gives("the phone number is from another country");
}

function countryPoints({ contact, region }: Located): Points {
  const gives = (what: string, points = 0) => ({ what, points, of: COUNTRY });
  if (contact.country === undefined) return gives("the consumer's country is not named");
  return contact.country === countryOf(region)
    ? gives("the consumer's country is the region's", COUNTRY)
    : gives("the consumer's country is not the region's");
}

function addressPoints({ address }: VendorChecks): Points {
  const gives = (what: string, points = 0) => ({ what, points, of: ADDRESS });
  if (address === undefined) return gives("no vendor has confirmed the postal address");
  return address === "deliverable"
    ? gives("a vendor confirms the postal address", ADDRESS)
    : gives("a vendor says that no mail arrives at the postal address");
}

/** Whether `actual` is `region`, lies in it, or is the country of a region whose parts cannot be told apart. */
function belongsTo(actual: string, region: string): boolean {
  if (actual === region) return true;
  return actual.length === 2
    ? countryOf(region) === actual
    : region.length === 2 && countryOf(actual) === region;
}
