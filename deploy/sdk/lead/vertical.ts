import { keccak_256 } from "@noble/hashes/sha3.js";
import { bytesToHex, utf8ToBytes } from "@noble/hashes/utils.js";
import type { Hex } from "viem";

import type { ContactField } from "./lead.ts";
import type { PublicFields } from "./publicFields.ts";

/** What scoring needs to know about a vertical. */
export interface VerticalProfile {
  /** Slug, such as `solar.residential`. */
  readonly slug: string;
  /** Public fields of the vertical and of its parent. */
  readonly fields: PublicFields;
  /** Contact fields that a buyer needs to serve the consumer. */
  readonly contactFields: readonly ContactField[];
}

/** `IVerticalRegistry.Vertical` as viem takes it: windows in seconds, amounts in USDC units. */
export interface VerticalConfig {
  readonly commitWindow: number;
  readonly revealWindow: number;
  readonly deliveryWindow: number;
  readonly consentMaxAge: number;
  readonly duplicateWindow: number;
  readonly bidBondBps: number;
  readonly deliveryBondBps: number;
  readonly active: boolean;
  readonly consentRequired: boolean;
  readonly licenceRequired: boolean;
  readonly minReserve: bigint;
  readonly bidBondMin: bigint;
  readonly bidBondMax: bigint;
  readonly parent: Hex;
}

/** A vertical with everything that it inherits. */
export interface Vertical extends VerticalProfile {
  /** `keccak256(slug)`. */
  readonly id: Hex;
  readonly title: string;
  readonly isLeaf: boolean;
  /** For `VerticalRegistry.configureVertical`. */
  readonly config: VerticalConfig;
  /** The most that buyers have paid, USDC units: for people who set a reserve. There is no upper limit on chain. */
  readonly reserveCeiling: bigint;
  /** For `VerticalRegistry.setRegionRestriction`. Children of a closed vertical are closed without being listed. */
  readonly restrictedRegions: readonly string[];
}

/** Id of a vertical on chain. */
export function verticalIdOf(slug: string): Hex {
  return `0x${bytesToHex(keccak_256(utf8ToBytes(slug)))}`;
}
