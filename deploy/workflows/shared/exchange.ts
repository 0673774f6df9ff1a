import type { EVMLog, HTTPPayload } from "@chainlink/cre-sdk";
import { bytesToHex, bytesToString, decodeAbiParameters, hexToString, type Hex } from "viem";

/** The packages of a request `{"packages": […]}`, of unknown shape; none of what is no such request. */
export function packagesOf({ input }: HTTPPayload): unknown[] {
  try {
    const { packages } = JSON.parse(bytesToString(input)) as { packages?: unknown };
    return Array.isArray(packages) ? packages : [];
  } catch {
    return [];
  }
}

/** The package in a `LeadSubmitted`. Anybody can post anything: what is no JSON is no package. */
export function packageIn(log: EVMLog): unknown {
  try {
    const [text] = decodeAbiParameters([{ type: "bytes" }], bytesToHex(log.data));
    return JSON.parse(hexToString(text));
  } catch {
    return undefined;
  }
}

/** What a run answers about its packages, in the order that they came in. It is public: codes and digests only. */
export interface Outcome {
  readonly packages: readonly { readonly submissionHash?: Hex; readonly code: string }[];
  /** How each report ended, see `sendReport`. */
  readonly reports: readonly string[];
}
