import { CANADIAN_POSTAL_PROVINCES } from "./data/canadianPostalProvinces.ts";
import { US_ZIP_PREFIXES } from "./data/usZipPrefixes.ts";

const STATE_OF_PREFIX = new Map<number, string>();
for (const [state, ranges] of Object.entries(US_ZIP_PREFIXES)) {
  for (const [first, last] of ranges) {
    for (let prefix = first; prefix <= last; prefix++) STATE_OF_PREFIX.set(prefix, state);
  }
}

/**
 * Region that a postal code belongs to.
 * @param country ISO 3166-1 code.
 * @param code normalised, of the country's form.
 * @returns `US-TX` or `CA-ON` where known, the country elsewhere, `undefined` for a prefix that is not in use.
 */
export function postalRegionOf(country: string, code: string): string | undefined {
  if (country === "US") {
    const state = STATE_OF_PREFIX.get(Number(code.slice(0, 3)));
    return state === undefined ? undefined : `US-${state}`;
  }
  if (country === "CA") {
    const province = CANADIAN_POSTAL_PROVINCES[code.slice(0, 1)];
    return province === undefined ? undefined : `CA-${province}`;
  }
  return country;
}
