import {
  concat,
  encodeAbiParameters,
  getAbiItem,
  hexToBigInt,
  keccak256,
  slice,
  type Hex,
} from "viem";

import type { LeadFacts } from "../bounty/leadFacts.ts";
import { bountyMatcherAbi } from "../generated/abis.ts";
import { encodeReportHeader, type ReportHeader } from "./reportHeader.ts";

/** `BountyMatcher.REPORT_KIND`. */
const REPORT_KIND = 4;

/** Gas of such a report's transaction: forwarder, matcher, house, and a compliance engine that is asked in full. */
export const MATCH_REPORT_GAS = 1_200_000n;

/** A match whose private criteria are met. */
export interface PrivateMatch {
  readonly leadId: bigint;
  readonly bountyId: bigint;
  /** Of the bounty's terms that the DON has seen. */
  readonly version: number;
  readonly facts: LeadFacts;
}

const [, , FACTS] = getAbiItem({ abi: bountyMatcherAbi, name: "matchBounty" }).inputs;
const PARAMETERS = [{ type: "uint256" }, { type: "uint256" }, { type: "uint32" }, FACTS] as const;

/**
 * The body of a report that has `BountyMatcher.onReport` match a lead with a bounty. Its nonce follows from what it says and when, so that
 * every node says the same.
 */
export function encodeMatchReport(
  { leadId, bountyId, version, facts }: PrivateMatch,
  header: Omit<ReportHeader, "nonce">,
): Hex {
  const content = encodeAbiParameters(PARAMETERS, [leadId, bountyId, version, facts]);
  const unnumbered = encodeReportHeader(REPORT_KIND, { ...header, nonce: 0n });
  const nonce = hexToBigInt(slice(keccak256(concat([unnumbered, content])), 0, 8));
  return concat([encodeReportHeader(REPORT_KIND, { ...header, nonce }), content]);
}
