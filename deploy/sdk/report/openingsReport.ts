import { concat, encodeAbiParameters, getAbiItem, type Hex } from "viem";

import type { Opening } from "../bid/sealedBid.ts";
import { auctionHouseAbi } from "../generated/abis.ts";
import { encodeReportHeader, type ReportHeader } from "./reportHeader.ts";

/** `AuctionKeeper.OPENINGS_KIND`. */
const OPENINGS_KIND = 3;
/** Gas of a report apart from its bids: forwarder, keeper, and what the house reads and writes once. */
const BASE_GAS = 400_000n;
/** Gas of a bid at most: one for which the compliance engine is asked in full. */
const BID_GAS = 150_000n;

/** Most bids of a report: 4.9M of CRE's 5M gas, 3,018 of its 5,000 bytes. */
export const MAX_OPENINGS = 30;

const PARAMETERS = getAbiItem({ abi: auctionHouseAbi, name: "revealBids" }).inputs;

/** The body of a report that has `AuctionKeeper.onReport` reveal bids on a lead. It needs no number of its own: a bid is opened once. */
export function encodeOpeningsReport(
  leadId: bigint,
  openings: readonly Opening[],
  header: Omit<ReportHeader, "nonce">,
): Hex {
  return concat([
    encodeReportHeader(OPENINGS_KIND, { ...header, nonce: 0n }),
    encodeAbiParameters(PARAMETERS, [leadId, openings]),
  ]);
}

/** Gas that the transaction of such a report needs. */
export function openingsGasLimit(count: number): bigint {
  return BASE_GAS + BigInt(count) * BID_GAS;
}
