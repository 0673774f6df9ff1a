import {
  bytesToBigInt,
  bytesToHex,
  bytesToNumber,
  concat,
  encodePacked,
  getAddress,
  hexToBytes,
  hexToBigInt,
  hexToString,
  keccak256,
  numberToHex,
  size,
  slice,
  stringToHex,
  type Address,
  type Hex,
} from "viem";

import type { LeadSubmission } from "../lead/leadSubmission.ts";
import { encodeReportHeader, type ReportHeader } from "./reportHeader.ts";

/** Consent, region, contactability, completeness, source: 0 to 2,000 each. */
export type SubScores = readonly [number, number, number, number, number];

/** One lead as the DON has found it. */
export type AttestedLead = {
  readonly submission: LeadSubmission;
  /** The seller's EIP-712 or ERC-1271 signature. */
  readonly signature: Hex;
  readonly subScores: SubScores;
  /** Of phone and e-mail; zero for what the lead lacks. */
  readonly dedupTags: readonly [Hex, Hex];
  /** A bit for each vendor check that gave an answer: phone line, e-mail, address, consent certificate, do-not-call list, litigator list. */
  readonly checks: number;
};

/** One lead of a report. */
export type LeadReport = AttestedLead & {
  /** Ids of bounties, the best of which buys the lead at once; empty unless its terms allow an instant sale. */
  readonly candidates: readonly bigint[];
};

/** Kind of a report on leads. */
const KIND = 1;
/** Bytes of a lead's length, and of those of its attributes, its signature and its candidates. */
const PREFIX = 2;
/** Bytes of a bounty's id. */
const ID_LENGTH = 8;

/** A lead's quality score. */
export function scoreOf({ subScores }: Pick<AttestedLead, "subScores">): number {
  return subScores.reduce((sum, subScore) => sum + subScore, 0);
}

/**
 * The nonce of a report: of its time and its leads, so that every node of the DON says the same, and what is scored twice in one second is
 * taken once.
 */
export function reportNonce(reports: readonly LeadReport[], observedAt: number): bigint {
  const contents = reports.map(({ submission }) => submission.contentHash);
  return hexToBigInt(
    slice(keccak256(concat([numberToHex(observedAt, { size: 5 }), ...contents])), 0, 8),
  );
}

/** A report's body as `CREVerifier` reads it: packed, big endian. @throws {RangeError} a lead is longer than 65,535 bytes. */
export function encodeLeadReports(reports: readonly LeadReport[], header: ReportHeader): Hex {
  return concat([
    encodeReportHeader(KIND, header),
    ...reports.map((report) => withLength(encodeLead(report))),
  ]);
}

/** One lead of a report, without its length. */
export function encodeLead({ submission, signature, ...findings }: LeadReport): Hex {
  const { capsule, terms } = submission;
  const { a, b, p } = capsule;
  return concat([
    encodePacked(
      ["address", "bytes32", "bytes6", "bytes32", "uint40", "bytes32"],
      [
        submission.seller,
        submission.vertical,
        submission.region,
        submission.source,
        submission.consentTime,
        submission.contentHash,
      ],
    ),
    ...[a, b, p].flatMap(({ x, y }) => [
      numberToHex(x, { size: 32 }),
      numberToHex(y, { size: 32 }),
    ]),
    encodePacked(
      ["uint64", "uint16", "uint16", "uint32", "bool", "bool", "uint32", "uint40", "uint256"],
      [
        terms.baseReserve,
        terms.qualityPremiumBps,
        terms.maxFeeBps,
        terms.maxConvenienceFee,
        terms.instantSale,
        submission.autoList,
        submission.expiresAt,
        submission.deadline,
        submission.nonce,
      ],
    ),
    withLength(stringToHex(submission.attributes)),
    withLength(signature),
    withLength(
      concat(["0x", ...findings.candidates.map((id) => numberToHex(id, { size: ID_LENGTH }))]),
    ),
    ...findings.subScores.map((subScore) => numberToHex(subScore, { size: 2 })),
    ...findings.dedupTags,
    numberToHex(findings.checks, { size: 1 }),
  ]);
}

/** What is in a report's body. @throws {RangeError} it is not a report on leads. */
export function decodeLeadReports(body: Hex): { header: ReportHeader; reports: LeadReport[] } {
  const read = new Reader(hexToBytes(body));
  if (read.number(1) !== KIND) throw new RangeError("The report is not one on leads.");
  const header = {
    chainSelector: read.bigint(8),
    receiver: read.address(),
    nonce: read.bigint(8),
    observedAt: read.number(5),
  };
  const reports: LeadReport[] = [];
  while (!read.isDone) reports.push(decodeLead(read.prefixed()));
  return { header, reports };
}

function decodeLead(lead: Hex): LeadReport {
  const read = new Reader(hexToBytes(lead));
  const point = () => ({ x: read.bigint(32), y: read.bigint(32) });
  // The order of these lines is that of the bytes.
  const consent = {
    seller: read.address(),
    vertical: read.hex(32),
    region: read.hex(6),
    source: read.hex(32),
    consentTime: read.number(5),
    contentHash: read.hex(32),
    capsule: { a: point(), b: point(), p: point() },
    terms: {
      baseReserve: read.bigint(8),
      qualityPremiumBps: read.number(2),
      maxFeeBps: read.number(2),
      maxConvenienceFee: read.number(4),
      instantSale: read.number(1) === 1,
    },
    autoList: read.number(1) === 1,
    expiresAt: read.number(4),
    deadline: read.number(5),
    nonce: read.bigint(32),
  };
  const submission = { ...consent, attributes: hexToString(read.prefixed()) };
  const signature = read.prefixed();
  const candidates = new Reader(hexToBytes(read.prefixed())).bigints(ID_LENGTH);
  const subScore = () => read.number(2);
  const report = {
    submission,
    signature,
    subScores: [subScore(), subScore(), subScore(), subScore(), subScore()],
    dedupTags: [read.hex(32), read.hex(32)],
    checks: read.number(1),
    candidates,
  } satisfies LeadReport;
  if (!read.isDone) throw new RangeError("The lead is longer than what it holds.");
  return report;
}

/** Reads bytes one value after another. */
class Reader {
  readonly #bytes: Uint8Array;
  #position = 0;

  constructor(bytes: Uint8Array) {
    this.#bytes = bytes;
  }

  get isDone(): boolean {
    return this.#position === this.#bytes.length;
  }

  bigint(length: number): bigint {
    return bytesToBigInt(this.#take(length));
  }

  /** All that is left, as numbers of `length` bytes. */
  bigints(length: number): bigint[] {
    const numbers: bigint[] = [];
    while (!this.isDone) numbers.push(this.bigint(length));
    return numbers;
  }

  number(length: number): number {
    return bytesToNumber(this.#take(length));
  }

  hex(length: number): Hex {
    return bytesToHex(this.#take(length));
  }

  address(): Address {
    return getAddress(this.hex(20));
  }

  prefixed(): Hex {
    return this.hex(this.number(PREFIX));
  }

  #take(length: number): Uint8Array {
    const end = this.#position + length;
    if (end > this.#bytes.length) throw new RangeError("The report ends too early.");
    const taken = this.#bytes.slice(this.#position, end);
    this.#position = end;
    return taken;
  }
}

function withLength(bytes: Hex): Hex {
  const length = size(bytes);
  if (length > 0xffff) throw new RangeError(`${length} bytes do not fit into a report.`);
  return concat([numberToHex(length, { size: PREFIX }), bytes]);
}

/**
 * Gas limit for a report: enough even if every lead uses up its `LEAD_GAS`, and every one with candidates its `MATCH_GAS`. Never estimate
 * it: the forwarder's transaction succeeds when the receiver fails, so an estimate finds the gas at which the receiver fails.
 * @param leads how many leads it holds.
 * @param withCandidates how many of them name bounties.
 */
export function reportGasLimit(leads: number, withCandidates = 0): bigint {
  const [base, leadGas, matchGas, calldataAndEvents] = [300_000n, 900_000n, 620_000n, 100_000n];
  return base + (leadGas + calldataAndEvents) * BigInt(leads) + matchGas * BigInt(withCandidates);
}

/** How many leads name bounties. */
export function countWithCandidates(reports: readonly Pick<LeadReport, "candidates">[]): number {
  return reports.filter(({ candidates }) => candidates.length > 0).length;
}
