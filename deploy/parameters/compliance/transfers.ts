import { stringToHex, type Hex } from "viem";

import { regimeToHex } from "./regime.ts";
import { transfersFileSchema } from "./transferSchema.ts";
import transfersFile from "./transfers.json" with { type: "json" };

const COUNTRY_BYTES = { size: 2 } as const;

/** Where personal data of one country's leads may go. */
export interface TransferRule {
  /** ISO 3166-1 alpha-2. */
  readonly country: string;
  /** Name of its data-protection regime. */
  readonly regime: string;
  /** Countries of other regimes that receive it without a credential. */
  readonly freeTo: readonly string[];
}

/** Arguments of `ComplianceGate.setCountry`. */
export type CountryCall = readonly [country: Hex, regime: Hex, freeTo: readonly Hex[]];

/**
 * The transfer rules of `transfers.json`, or of another file of that form, one per country.
 * @throws {z.ZodError} names the place in the file and the rule.
 */
export function loadTransfers(file: unknown = transfersFile): readonly TransferRule[] {
  const { regimes } = transfersFileSchema.parse(file);
  return Object.entries(regimes).flatMap(([regime, { countries, freeTo }]) =>
    countries.map((country) => ({
      country,
      regime,
      freeTo: freeTo.flatMap((decision) => decision.countries),
    })),
  );
}

/** A country as the contracts hold it: two capitals in `bytes2`. */
export function countryToHex(country: string): Hex {
  return stringToHex(country, COUNTRY_BYTES);
}

/** What to set on chain. A country that is not set is denied, as the lead's and as the account's. */
export function countryCalls(rules: readonly TransferRule[]): readonly CountryCall[] {
  return rules.map(({ country, regime, freeTo }) => [
    countryToHex(country),
    regimeToHex(regime),
    freeTo.map(countryToHex),
  ]);
}
