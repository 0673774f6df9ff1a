import { concatHex, toHex, type Address, type Hex } from "viem";

import type { LogPlace } from "./history.ts";

/** Ids as the schema's documentation describes them. */

export const PROTOCOL_ID = toHex("protocol");
export const VAULT_ID = toHex("vault");
export const CONFIGURATION_ID = toHex("configuration");

/** Block number and log index. */
export function eventId({ block, index }: LogPlace): Hex {
  return concatHex([toHex(block, { size: 8 }), toHex(index, { size: 4 })]);
}

export function vaultEntryId(log: LogPlace, ordinal: number): Hex {
  return concatHex([eventId(log), toHex(ordinal, { size: 1 })]);
}

export function actionId(log: LogPlace, ordinal: number): Hex {
  return concatHex([eventId(log), toHex(ordinal, { size: 2 })]);
}

export function leadEntityId(leadId: bigint): Hex {
  return toHex(leadId, { size: 8 });
}

export function attributeId(leadId: bigint, place: number): Hex {
  return concatHex([leadEntityId(leadId), toHex(place, { size: 4 })]);
}

export function auctionId(leadId: bigint, round: number): Hex {
  return concatHex([leadEntityId(leadId), toHex(round, { size: 4 })]);
}

export function bidId(leadId: bigint, round: number, bidder: Address): Hex {
  return concatHex([auctionId(leadId, round), bidder]);
}

export function bountyEntityId(bountyId: bigint): Hex {
  return toHex(bountyId, { size: 8 });
}

/** A bounty's day, by the day's number since 1970. */
export function bountyDayId(bountyId: bigint, day: number): Hex {
  return concatHex([bountyEntityId(bountyId), toHex(day, { size: 4 })]);
}

/** Number that the compliance gate gives a vertical with a region. */
export function classId(leadClass: number): Hex {
  return toHex(leadClass, { size: 4 });
}

export function roleId(role: bigint): Hex {
  return toHex(role, { size: 8 });
}

export function reservesProofId(round: bigint): Hex {
  return toHex(round, { size: 10 });
}

/** Two parts that follow each other, such as an owner and its operator. */
export function pairId(first: Hex, second: Hex): Hex {
  return concatHex([first, second]);
}
