import { concat, numberToHex, type Address, type Hex } from "viem";

/** What a report says about all that is in it, and what it is bound to: the DON's signatures cover neither chain nor receiver. */
export interface ReportHeader {
  /** Chainlink's selector of the chain. */
  readonly chainSelector: bigint;
  /** The contract that takes it: `CREVerifier` or `AuctionKeeper`. */
  readonly receiver: Address;
  /** Number of the report; a receiver takes each number once. */
  readonly nonce: bigint;
  /** When the DON saw what it reports, Unix seconds. */
  readonly observedAt: number;
}

/** What every report begins with, 42 bytes: `kind uint8 ‖ chainSelector uint64 ‖ receiver ‖ nonce uint64 ‖ observedAt uint40`. */
export function encodeReportHeader(
  kind: number,
  { chainSelector, receiver, nonce, observedAt }: ReportHeader,
): Hex {
  return concat([
    numberToHex(kind, { size: 1 }),
    numberToHex(chainSelector, { size: 8 }),
    receiver.toLowerCase() as Hex,
    numberToHex(nonce, { size: 8 }),
    numberToHex(observedAt, { size: 5 }),
  ]);
}
