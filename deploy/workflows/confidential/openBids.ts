import { EVMClient, type HTTPPayload, type Runtime, type TeeRuntime } from "@chainlink/cre-sdk";
import {
  bytesToString,
  decodeFunctionResult,
  encodeFunctionData,
  zeroAddress,
  zeroHash,
  type Address,
  type Hex,
} from "viem";

import { epochOf, openInEnclave, openingIn } from "../../sdk/bid/sealedOpening.ts";
import type { BidContext, Opening } from "../../sdk/bid/sealedBid.ts";
import { Phase } from "../../sdk/codes/enums.ts";
import { auctionHouseAbi, auctionKeeperAbi } from "../../sdk/generated/abis.ts";
import { encodeOpeningsReport, openingsGasLimit } from "../../sdk/report/openingsReport.ts";
import {
  openingsRequestSchema,
  sealedHintSchema,
  type OpeningCode,
  type OpeningsOutcome,
  type SealedHint,
} from "../../sdk/report/openingsRequest.ts";
import { callContract } from "../shared/callContract.ts";
import { chainView } from "../shared/chainView.ts";
import { sendReport } from "../shared/sendReport.ts";
import type { LeadsConfig } from "../shared/triggers.ts";

/** Where bids are, besides leads. */
export interface OpeningsConfig extends LeadsConfig {
  readonly house: Address;
  /** The `AuctionKeeper`, which reveals what is reported to it. */
  readonly keeper: Address;
}

/** What the chain says of a round and of the bids that it is asked about. */
interface Round {
  readonly context: Omit<BidContext, "bidder">;
  /** Lowest bid that counts, and the bond that covers a part of each, USDC units. */
  readonly reserve: bigint;
  readonly bidBond: bigint;
  /** The DON's secret of an epoch; undefined where the chain accepts no such key. */
  readonly keyOf: (epoch: number) => bigint | undefined;
}

/** A bidder on the chain. */
interface Bidder {
  readonly commitment: Hex;
  /** USDC units. */
  readonly free: bigint;
}

/** What a request `{"openings": …}` holds, of unknown shape; undefined of what is no such request. */
export function openingsIn({ input }: HTTPPayload): unknown {
  try {
    return (JSON.parse(bytesToString(input)) as { openings?: unknown }).openings;
  } catch {
    return undefined;
  }
}

/**
 * Opens sealed bids of a round whose commit phase is over by the time of the chain's latest block, and reports them to the keeper, which
 * reveals them. Nothing is decrypted before. The request is a hint: the chain has the commitments, each ciphertext is bound to one, and the
 * house compares again.
 * @param asked what `openingsIn` found.
 * @param secretOf the DON's secret of an epoch.
 * @returns an `OpeningsOutcome`: codes, never an amount.
 */
export function openBids(
  runtime: TeeRuntime<OpeningsConfig>,
  asked: unknown,
  secretOf: (epoch: number) => bigint,
): string {
  return JSON.stringify(outcomeOf(runtime, asked, secretOf));
}

function outcomeOf(
  runtime: TeeRuntime<OpeningsConfig>,
  asked: unknown,
  secretOf: (epoch: number) => bigint,
): OpeningsOutcome {
  const request = openingsRequestSchema.safeParse(asked);
  if (!request.success) return { bids: [], report: "REQUEST_MALFORMED" };
  const { config } = runtime;
  const { round } = request.data;
  const leadId = BigInt(request.data.leadId);
  const dons = runtime.usingTheDons();
  const { observedAt, epochs } = chainView(dons, config);
  const auction = auctionOf(dons, config, leadId);
  if (auction.round !== round) return { bids: [], report: "OTHER_ROUND" };
  if (observedAt < auction.commitEnd) return { bids: [], report: "TOO_EARLY" };
  if (auction.phase !== Phase.Reveal) return { bids: [], report: "WRONG_PHASE" };

  const hints = request.data.bids.map((bid) => sealedHintSchema.safeParse(bid).data);
  const bidders = biddersOf(dons, config, leadId, round, hints);
  const { reserve, bidBond } = auction;
  const context = { chainId: config.chainId, house: config.house, leadId, round };
  const keyOf = remembered((epoch) =>
    epoch > 0 && epochs.alive.includes(epoch) ? secretOf(epoch) : undefined,
  );
  const tried = bidders.map((bidder, index) =>
    openBid(hints[index], bidder, { context, reserve, bidBond, keyOf }),
  );
  const bids = tried.map((done): OpeningCode => (typeof done === "string" ? done : "REPORTED"));
  // The highest bid first: the others then move no money and ask no engine.
  const openings = tried
    .flatMap((done) => (typeof done === "string" ? [] : [done]))
    .sort((a, b) => Number(b.amount > a.amount) - Number(b.amount < a.amount));
  if (openings.length === 0) return { bids, report: "NOTHING_OPENED" };
  const { chainSelector, keeper: receiver } = config;
  const destination = { chainSelector: BigInt(chainSelector), receiver, observedAt };
  const body = encodeOpeningsReport(leadId, openings, destination);
  const report = sendReport(
    dons,
    (unsigned) => runtime.reportFromDon(unsigned),
    { chainSelector, receiver },
    { body, gasLimit: openingsGasLimit(openings.length) },
  );
  return { bids, report };
}

function auctionOf(dons: Runtime<unknown>, config: OpeningsConfig, leadId: bigint) {
  const { chainSelector, house } = config;
  const question = { abi: auctionHouseAbi, functionName: "auctionOf", args: [leadId] } as const;
  const client = new EVMClient(BigInt(chainSelector));
  const data = callContract(client, dons, house, encodeFunctionData(question));
  return decodeFunctionResult({ ...question, data });
}

/** The bidders of hints, in their order. */
function biddersOf(
  dons: Runtime<unknown>,
  { chainSelector, keeper }: OpeningsConfig,
  leadId: bigint,
  round: number,
  hints: readonly (SealedHint | undefined)[],
): Bidder[] {
  const accounts = hints.map((hint) => hint?.bidder ?? zeroAddress);
  const question = {
    abi: auctionKeeperAbi,
    functionName: "sealedBidsIn",
    args: [leadId, round, accounts],
  } as const;
  const client = new EVMClient(BigInt(chainSelector));
  const data = callContract(client, dons, keeper, encodeFunctionData(question));
  const [commitments, free] = decodeFunctionResult({ ...question, data });
  return accounts.map((_, index) => ({
    commitment: commitments[index] ?? zeroHash,
    free: free[index] ?? 0n,
  }));
}

/** The opening of a bid, or why there is none that is worth a report. */
function openBid(
  hint: SealedHint | undefined,
  { commitment, free }: Bidder,
  { context, reserve, bidBond, keyOf }: Round,
): Opening | Exclude<OpeningCode, "REPORTED"> {
  const epoch = hint && epochOf(hint.sealedOpening);
  if (hint === undefined || epoch === undefined) return "MALFORMED";
  if (commitment === zeroHash) return "NO_COMMITMENT";
  const key = keyOf(epoch);
  if (key === undefined) return "EPOCH_UNKNOWN";
  const bid: BidContext = { ...context, bidder: hint.bidder };
  let opening: Opening | undefined;
  try {
    opening = openingIn(openInEnclave(hint.sealedOpening, key, bid, commitment), bid, commitment);
  } catch {
    return "UNREADABLE";
  }
  if (opening === undefined) return "OTHER_BID";
  const { amount } = opening;
  if (amount === 0n) return "ZERO_BID";
  return amount >= reserve && amount > free + bidBond ? "UNFUNDED" : opening;
}

/** A function of an epoch that is asked once for each: secrets are counted. */
function remembered(ask: (epoch: number) => bigint | undefined) {
  const answers = new Map<number, bigint | undefined>();
  return (epoch: number): bigint | undefined => {
    if (!answers.has(epoch)) answers.set(epoch, ask(epoch));
    return answers.get(epoch);
  };
}
