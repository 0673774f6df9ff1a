import { COUNTRIES } from "./data/countries.ts";
import { CANADIAN_AREA_CODES, US_AREA_CODES } from "./data/areaCodes.ts";

const REGION_OF_AREA_CODE = new Map<number, string>();
for (const [country, table] of [
  ["US", US_AREA_CODES],
  ["CA", CANADIAN_AREA_CODES],
] as const) {
  for (const [subdivision, codes] of Object.entries(table)) {
    for (const code of codes) REGION_OF_AREA_CODE.set(code, `${country}-${subdivision}`);
  }
}

/** Countries outside the North American plan by calling code. No calling code is the start of another. */
const COUNTRY_OF_CALLING_CODE = new Map(
  Object.entries(COUNTRIES)
    .filter(([, { callingCode }]) => callingCode !== "1")
    .map(([country, { callingCode }]) => [callingCode, country]),
);

/**
 * Region that a phone number was issued in.
 * @param phone E.164.
 * @returns `US-TX` or `CA-ON` for geographic North American numbers, the country elsewhere, `undefined` for toll-free and unknown ones.
 */
export function phoneRegionOf(phone: string): string | undefined {
  if (phone.startsWith("+1")) return REGION_OF_AREA_CODE.get(Number(phone.slice(2, 5)));
  for (const length of [2, 3]) {
    const country = COUNTRY_OF_CALLING_CODE.get(phone.slice(1, 1 + length));
    if (country !== undefined) return country;
  }
  return undefined;
}
