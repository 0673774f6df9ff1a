/** A town with a postal code and phone numbers that belong together. */
export interface Place {
  readonly city: string;
  readonly region: string;
  readonly zip: string;
  /** Numbers set aside for fiction, all but their last two digits. */
  readonly phone: string;
}

/** 555-0100 to 555-0199 are nobody's in every area code. */
const place = (city: string, region: string, zip: string, areaCode: string): Place => ({
  city,
  region,
  zip,
  phone: `(${areaCode}) 555-01`,
});

/** Towns of Germany, with the numbers that the Bundesnetzagentur keeps for films ("Drama numbers"): (0)30 23125-xxx and the like. */
export const GERMAN_PLACES: readonly Place[] = [
  { city: "Berlin", region: "DE", zip: "10117", phone: "030 231250" },
  { city: "Frankfurt", region: "DE", zip: "60311", phone: "069 900090" },
  { city: "Hamburg", region: "DE", zip: "20095", phone: "040 669690" },
];

/** Towns of the synthetic market. */
export const PLACES: readonly Place[] = [
  place("Austin", "US-TX", "78704", "512"),
  place("Houston", "US-TX", "77008", "713"),
  place("Dallas", "US-TX", "75206", "214"),
  place("San Diego", "US-CA", "92104", "619"),
  place("Sacramento", "US-CA", "95816", "916"),
  place("Fresno", "US-CA", "93704", "559"),
  place("Phoenix", "US-AZ", "85016", "602"),
  place("Tucson", "US-AZ", "85716", "520"),
  place("Miami", "US-FL", "33133", "305"),
  place("Orlando", "US-FL", "32803", "407"),
  place("Denver", "US-CO", "80206", "303"),
  place("Atlanta", "US-GA", "30307", "404"),
  place("Chicago", "US-IL", "60614", "312"),
  place("Columbus", "US-OH", "43214", "614"),
  place("Philadelphia", "US-PA", "19130", "215"),
  place("Brooklyn", "US-NY", "11215", "718"),
  place("Buffalo", "US-NY", "14222", "716"),
  place("Newark", "US-NJ", "07104", "973"),
  place("Charlotte", "US-NC", "28205", "704"),
  place("Seattle", "US-WA", "98115", "206"),
  place("Portland", "US-OR", "97214", "503"),
  place("Minneapolis", "US-MN", "55408", "612"),
  place("Las Vegas", "US-NV", "89117", "702"),
  place("Nashville", "US-TN", "37206", "615"),
];
