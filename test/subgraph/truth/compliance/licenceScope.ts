import { concatHex, stringToHex, zeroHash, type Hex } from "viem";

import { created, firstOf, updated, type Claim } from "../claim.ts";
import { isEvent, type AnyLog } from "../history.ts";
import { LICENCE_SCOPE_ID } from "../ids.ts";
import { asciiIn } from "../words.ts";
import { licenceOf } from "./credentialTypeIds.ts";
import type { Refusal } from "./refusals.ts";

/** Bytes of a place. */
const PLACE_SIZE = 6;

/** What a licence is for. */
interface Licence {
  readonly vertical: Hex;
  readonly region: string;
}

/** Root verticals and places that logs have named so far, and the licences that they make. */
export class LicenceScope {
  /** By their types. */
  readonly licences = new Map<Hex, Licence>();
  readonly #roots: Hex[] = [];
  readonly #places: string[] = [];
  readonly #touches: AnyLog[] = [];

  /** Adds what a log names. */
  widen(log: AnyLog, refusal: Refusal | undefined): void {
    if (isEvent(log, "registry", "VerticalConfigured")) {
      const { vertical, config } = log.args;
      if (config.parent === zeroHash) this.#addRoot(vertical, log);
    }
    for (const region of regionsIn(log, refusal)) {
      this.#addPlace(region.slice(0, 2), log);
      this.#addPlace(region, log);
    }
  }

  /** Notes that a log changed what is unknown. */
  touch(log: AnyLog): void {
    this.#touches.push(log);
  }

  claim(unknownTypes: readonly Hex[]): Claim {
    return {
      entity: "LicenceScope",
      id: LICENCE_SCOPE_ID,
      fields: {
        roots: this.#roots.toSorted(),
        places: concatHex(this.#places.map((place) => stringToHex(place, { size: PLACE_SIZE }))),
        unknownTypes: [...unknownTypes].sort(),
        ...created(firstOf(...this.#touches)),
        ...updated(...this.#touches),
      },
    };
  }

  #addRoot(vertical: Hex, log: AnyLog): void {
    if (this.#roots.includes(vertical)) return;
    this.#roots.push(vertical);
    for (const region of this.#places) this.#addLicence({ vertical, region });
    this.touch(log);
  }

  #addPlace(region: string, log: AnyLog): void {
    if (this.#places.includes(region)) return;
    this.#places.push(region);
    for (const vertical of this.#roots) this.#addLicence({ vertical, region });
    this.touch(log);
  }

  #addLicence(licence: Licence): void {
    this.licences.set(licenceOf(licence.vertical, licence.region), licence);
  }
}

function regionsIn(log: AnyLog, refusal: Refusal | undefined): string[] {
  if (isEvent(log, "gate", "CountrySet")) return [asciiIn(log.args.country)];
  if (isEvent(log, "gate", "LicenceDemandSet")) return log.args.regions.map(asciiIn);
  if (isEvent(log, "gate", "LeadClassAdded")) return [asciiIn(log.args.region)];
  const { denial } = refusal ?? {};
  return denial?.reason.startsWith("licence: ") === true ? [asciiIn(denial.region)] : [];
}
