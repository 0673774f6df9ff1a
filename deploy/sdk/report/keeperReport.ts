import {
  concat,
  getAddress,
  hexToBigInt,
  hexToNumber,
  numberToHex,
  pad,
  size,
  slice,
  type Address,
  type Hex,
} from "viem";

import { ActionKind, type ActionKindName } from "../codes/enums.ts";
import { encodeReportHeader, type ReportHeader } from "./reportHeader.ts";

/** `AuctionKeeper.REPORT_KIND`. */
const REPORT_KIND = 2;
/** Bytes of an action. */
const ACTION_SIZE = 32;

/** Something that a keeper can do, by what it is about. */
export type KeeperAction =
  | { readonly kind: "ProveReserves" }
  | {
      readonly kind: Exclude<
        ActionKindName,
        "None" | "ProveReserves" | "ForfeitBond" | "ReleaseTiedBid"
      >;
      readonly leadId: bigint;
    }
  | {
      readonly kind: "ForfeitBond";
      readonly leadId: bigint;
      readonly round: number;
      readonly bidder: Address;
    }
  | {
      readonly kind: "ReleaseTiedBid";
      readonly leadId: bigint;
      readonly round: number;
      /** USDC units. */
      readonly amount: bigint;
      /** Its place in `tiedBidders`. */
      readonly index: bigint;
    };

/** An action as the keeper reads it: `kind uint8 ‖ round uint32 ‖ leadId uint56 ‖ subject uint160`. */
export function encodeKeeperAction(action: KeeperAction): Hex {
  const { leadId, round } = { leadId: 0n, round: 0, ...action };
  return concat([
    numberToHex(ActionKind[action.kind], { size: 1 }),
    numberToHex(round, { size: 4 }),
    numberToHex(leadId, { size: 7 }),
    subjectOf(action),
  ]);
}

function subjectOf(action: KeeperAction): Hex {
  switch (action.kind) {
    case "ForfeitBond":
      return action.bidder.toLowerCase() as Hex;
    case "ReleaseTiedBid": {
      const { amount, index } = action;
      const words = [numberToHex(amount, { size: 8 }), numberToHex(index, { size: 4 })];
      return pad(concat(words), { size: 20 });
    }
    default:
      return pad("0x", { size: 20 });
  }
}

/** Reads an action. @throws {RangeError} for a word that is none. */
export function decodeKeeperAction(word: Hex): KeeperAction {
  const kinds = Object.keys(ActionKind) as ActionKindName[];
  const kind = kinds[hexToNumber(slice(word, 0, 1))];
  const round = hexToNumber(slice(word, 1, 5));
  const leadId = hexToBigInt(slice(word, 5, 12));
  switch (kind) {
    case undefined:
    case "None":
      throw new RangeError(`${word} is no action of the keeper.`);
    case "ProveReserves":
      return { kind };
    case "ForfeitBond":
      return { kind, leadId, round, bidder: getAddress(slice(word, 12)) };
    case "ReleaseTiedBid": {
      const [amount, index] = [hexToBigInt(slice(word, 20, 28)), hexToBigInt(slice(word, 28))];
      return { kind, leadId, round, amount, index };
    }
    default:
      return { kind, leadId };
  }
}

/** Actions in one piece, as `checkUpkeep` and `performUpkeep` take them. */
export function packKeeperActions(actions: readonly KeeperAction[]): Hex {
  // Of no values at all viem makes bytes instead of hex digits.
  return concat(["0x", ...actions.map(encodeKeeperAction)]);
}

/** Reads what `checkUpkeep` returns. @throws {RangeError} for a word that is no action. */
export function unpackKeeperActions(data: Hex): KeeperAction[] {
  return Array.from({ length: Math.floor(size(data) / ACTION_SIZE) }, (_, index) =>
    decodeKeeperAction(slice(data, index * ACTION_SIZE, (index + 1) * ACTION_SIZE)),
  );
}

/** A report's body: what it is bound to, and the actions. */
export function encodeKeeperReport(actions: readonly KeeperAction[], header: ReportHeader): Hex {
  return concat([encodeReportHeader(REPORT_KIND, header), packKeeperActions(actions)]);
}
