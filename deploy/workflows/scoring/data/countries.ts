/** How a country writes phone numbers and postal codes. */
interface CountryPlan {
  /** ITU-T E.164 calling code, no plus. */
  readonly callingCode: string;
  /** Digits before a national number that drop out of the international one; empty if none. */
  readonly trunk: string;
  /** Form of a postal code, upper case, without spaces and dashes; `undefined` where there are none. */
  readonly postal?: RegExp;
}

const plan = (callingCode: string, trunk: string, postal?: RegExp): CountryPlan =>
  postal === undefined ? { callingCode, trunk } : { callingCode, trunk, postal };

const DIGITS_4 = /^\d{4}$/;
const DIGITS_5 = /^\d{5}$/;
const DIGITS_6 = /^\d{6}$/;

/**
 * Countries whose leads can be checked for consistency, by ISO 3166-1 code.
 * The authorities are ITU-T E.164 and UPU; `test/workflows/secondSources.ts` compares the calling codes with libphonenumber. Trunk digits and
 * postal forms have no second source here.
 */
export const COUNTRIES: Readonly<Record<string, CountryPlan>> = {
  AE: plan("971", "0"),
  AR: plan("54", "0", /^([A-Z]\d{4}[A-Z]{3}|\d{4})$/),
  AT: plan("43", "0", DIGITS_4),
  AU: plan("61", "0", DIGITS_4),
  BE: plan("32", "0", DIGITS_4),
  BR: plan("55", "0", /^\d{8}$/),
  CA: plan("1", "1", /^[ABCEGHJ-NPRSTVXY]\d[A-Z]\d[A-Z]\d$/),
  CH: plan("41", "0", DIGITS_4),
  CL: plan("56", "", /^\d{7}$/),
  CN: plan("86", "0", DIGITS_6),
  CO: plan("57", "", DIGITS_6),
  CZ: plan("420", "", DIGITS_5),
  DE: plan("49", "0", DIGITS_5),
  DK: plan("45", "", DIGITS_4),
  ES: plan("34", "", DIGITS_5),
  FI: plan("358", "0", DIGITS_5),
  FR: plan("33", "0", DIGITS_5),
  GB: plan("44", "0", /^[A-Z]{1,2}\d[A-Z\d]?\d[A-Z]{2}$/),
  GR: plan("30", "", DIGITS_5),
  HK: plan("852", ""),
  IE: plan("353", "0", /^([AC-FHKNPRTV-Y]\d{2}|D6W)[\dAC-FHKNPRTV-Y]{4}$/),
  IL: plan("972", "0", /^\d{7}$/),
  IN: plan("91", "0", /^[1-9]\d{5}$/),
  IT: plan("39", "", DIGITS_5),
  JP: plan("81", "0", /^\d{7}$/),
  KR: plan("82", "0", DIGITS_5),
  MX: plan("52", "", DIGITS_5),
  NL: plan("31", "0", /^[1-9]\d{3}[A-Z]{2}$/),
  NO: plan("47", "", DIGITS_4),
  NZ: plan("64", "0", DIGITS_4),
  PL: plan("48", "", DIGITS_5),
  PT: plan("351", "", /^\d{7}$/),
  SE: plan("46", "0", DIGITS_5),
  SG: plan("65", "", DIGITS_6),
  US: plan("1", "1", /^\d{5}(\d{4})?$/),
  ZA: plan("27", "0", DIGITS_4),
};
