import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

/** Id of the one `Protocol`. */
export const PROTOCOL_ID = Bytes.fromUTF8("protocol");
/** Id of the one `Vault`. */
export const VAULT_ID = Bytes.fromUTF8("vault");
/** Id of the one `Compliance`. */
export const COMPLIANCE_ID = Bytes.fromUTF8("compliance");
/** Id of the one `Configuration`. */
export const CONFIGURATION_ID = Bytes.fromUTF8("configuration");

/** `value` in `size` bytes, big-endian: ids then sort as the numbers do. The number must fit and not be negative. */
export function bigEndian(value: BigInt, size: i32): Bytes {
  const bytes = new Bytes(size);
  const length = value.length < size ? value.length : size;
  for (let i = 0; i < length; i++) bytes[size - 1 - i] = value[i];
  return bytes;
}

/** Id of what a log says: ids are in the chain's order. */
export function eventId(event: ethereum.Event): Bytes {
  return logId(event, 0);
}

/** Id of the log that comes `logsBefore` before `event` in its block. */
function logId(event: ethereum.Event, logsBefore: i32): Bytes {
  const index = event.logIndex.minus(BigInt.fromI32(logsBefore));
  return bigEndian(event.block.number, 8).concat(bigEndian(index, 4));
}

/** Id of a log's `index`-th movement of money. */
export function vaultEntryId(event: ethereum.Event, logsBefore: i32, index: i32): Bytes {
  const suffix = new Bytes(1);
  suffix[0] = index as u8;
  return logId(event, logsBefore).concat(suffix);
}

/** Id of a lead; its `leadId` is a counter, far below 2^64. */
export function leadEntityId(leadId: BigInt): Bytes {
  return bigEndian(leadId, 8);
}

/** Id of a lead's auction round. */
export function auctionEntityId(leadId: BigInt, round: BigInt): Bytes {
  return leadEntityId(leadId).concat(bigEndian(round, 4));
}

/** Id of an account's bid in a round. */
export function bidEntityId(auction: Bytes, bidder: Address): Bytes {
  return auction.concat(bidder);
}

/** Id of a role of the `AccessManager`. */
export function roleEntityId(roleId: BigInt): Bytes {
  return bigEndian(roleId, 8);
}

/** Id of a vertical with a region: a lead class, a licence demand. */
export function leadClassEntityId(vertical: Bytes, region: Bytes): Bytes {
  return vertical.concat(region);
}

/** Id of a lead class's number. */
export function leadClassNumberId(number: BigInt): Bytes {
  return bigEndian(number, 4);
}

/** Id of an identity's credential of a type. */
export function credentialEntityId(ccid: Bytes, credentialType: Bytes): Bytes {
  return ccid.concat(credentialType);
}
