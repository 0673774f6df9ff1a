import { CANADIAN_AREA_CODES, US_AREA_CODES } from "./data/areaCodes.ts";
import { CANADIAN_POSTAL_PROVINCES } from "./data/canadianPostalProvinces.ts";
import { COUNTRIES } from "./data/countries.ts";
import type { Lead } from "../../sdk/lead/lead.ts";
import { countryOf, emailOf, normalisePostalCode, phoneOf } from "./normalise.ts";
import { postalRegionOf } from "./postalRegion.ts";
import type { Issue } from "../../sdk/errors/leadEngineError.ts";

/** Subdivisions of the countries for which they are known here. */
const SUBDIVISIONS: Readonly<Record<string, ReadonlySet<string>>> = {
  US: new Set([...Object.keys(US_AREA_CODES), "AS", "MP", "UM"]),
  CA: new Set([
    ...Object.keys(CANADIAN_AREA_CODES),
    ...Object.values(CANADIAN_POSTAL_PROVINCES),
    "NU",
  ]),
};
/** ZIP codes of the armed forces: valid, and in no state. */
const MILITARY_ZIP = /^(09[0-8]|340|96[2-6])/;

/**
 * Finds what cannot be right in a well-formed lead. `validateLead` accepts it, and the score counts it as missing; the seller learns of it
 * before it signs. Names places and rules, never a value.
 */
export function contentIssuesOf(lead: Lead): Issue[] {
  return [
    regionIssue(lead),
    countryIssue(lead),
    phoneIssue(lead),
    emailIssue(lead),
    zipIssue(lead),
  ].filter((issue) => issue !== undefined);
}

function regionIssue({ region }: Lead): Issue | undefined {
  const country = countryOf(region);
  const subdivision = region.slice(country.length + 1);
  const known = SUBDIVISIONS[country];
  if (subdivision === "" || known === undefined || known.has(subdivision)) return undefined;
  return { path: "region", message: `names no state or province of ${country}` };
}

function countryIssue({ contact: { country }, region }: Lead): Issue | undefined {
  if (country === undefined || country === countryOf(region) || COUNTRIES[country])
    return undefined;
  return {
    path: "contact.country",
    message: "is neither the region's country nor another that is known here",
  };
}

function phoneIssue(lead: Lead): Issue | undefined {
  if (lead.contact.phone === undefined || phoneOf(lead) !== undefined) return undefined;
  return {
    path: "contact.phone",
    message: "is not a phone number; write it with its country code, such as +1 512 867 5309",
  };
}

function emailIssue(lead: Lead): Issue | undefined {
  if (lead.contact.email === undefined || emailOf(lead) !== undefined) return undefined;
  return { path: "contact.email", message: "is not an e-mail address" };
}

function zipIssue({ contact, region }: Lead): Issue | undefined {
  const country = contact.country ?? countryOf(region);
  const form = COUNTRIES[country]?.postal;
  if (contact.zip === undefined || form === undefined) return undefined;
  const code = normalisePostalCode(contact.zip);
  if (!form.test(code)) {
    return { path: "contact.zip", message: "does not have the form of its country's postal codes" };
  }
  const isInUse = postalRegionOf(country, code) !== undefined;
  if (isInUse || (country === "US" && MILITARY_ZIP.test(code))) return undefined;
  return {
    path: "contact.zip",
    message: "does not begin like its country's postal codes",
  };
}
