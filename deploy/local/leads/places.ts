import { US_AREA_CODES } from "../../workflows/scoring/data/areaCodes.ts";

/** A town with a postal code and phone numbers that belong together. */
export interface Place {
  readonly city: string;
  readonly region: string;
  readonly zip: string;
  /** Numbers of the region that are set aside for fiction, all but their last two digits. */
  readonly phones: readonly string[];
}

/** In every area code, 555-0100 to 555-0199 belong to nobody. */
const place = (city: string, region: string, zip: string): Place => ({
  city,
  region,
  zip,
  phones: (US_AREA_CODES[region.slice(3)] ?? []).map((areaCode) => `(${areaCode}) 555-01`),
});

/** A town of Germany, with a thousand numbers behind `prefix`. */
const germanPlace = (city: string, zip: string, prefix: string): Place => ({
  city,
  region: "DE",
  zip,
  phones: Array.from({ length: 10 }, (_, digit) => `${prefix}${digit}`),
});

/** Towns of Germany, with the numbers that the Bundesnetzagentur keeps for films ("Drama numbers"): (0)30 23125-xxx and the like. */
export const GERMAN_PLACES: readonly Place[] = [
  germanPlace("Berlin", "10117", "030 23125"),
  germanPlace("Frankfurt", "60311", "069 90009"),
  germanPlace("Hamburg", "20095", "040 66969"),
];

/** Towns of the synthetic market. */
export const PLACES: readonly Place[] = [
  place("Austin", "US-TX", "78704"),
  place("Houston", "US-TX", "77008"),
  place("Dallas", "US-TX", "75206"),
  place("San Diego", "US-CA", "92104"),
  place("Sacramento", "US-CA", "95816"),
  place("Fresno", "US-CA", "93704"),
  place("Phoenix", "US-AZ", "85016"),
  place("Tucson", "US-AZ", "85716"),
  place("Miami", "US-FL", "33133"),
  place("Orlando", "US-FL", "32803"),
  place("Denver", "US-CO", "80206"),
  place("Atlanta", "US-GA", "30307"),
  place("Chicago", "US-IL", "60614"),
  place("Columbus", "US-OH", "43214"),
  place("Philadelphia", "US-PA", "19130"),
  place("Brooklyn", "US-NY", "11215"),
  place("Buffalo", "US-NY", "14222"),
  place("Newark", "US-NJ", "07104"),
  place("Charlotte", "US-NC", "28205"),
  place("Seattle", "US-WA", "98115"),
  place("Portland", "US-OR", "97214"),
  place("Minneapolis", "US-MN", "55408"),
  place("Las Vegas", "US-NV", "89117"),
  place("Nashville", "US-TN", "37206"),
];
