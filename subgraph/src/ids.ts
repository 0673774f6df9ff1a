import { BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

/** Id of the one `Protocol`. A function like the others, because Graph Node would create constants again for every event. */
export function protocolId(): Bytes {
  return Bytes.fromUTF8("protocol");
}

/** Id of the one `Vault`. */
export function vaultId(): Bytes {
  return Bytes.fromUTF8("vault");
}

/** Id of the one `Configuration`. */
export function configurationId(): Bytes {
  return Bytes.fromUTF8("configuration");
}

/** `value` in `size` bytes, big-endian: ids then sort as the numbers do. The number must fit and not be negative. */
export function bigEndian(value: BigInt, size: i32): Bytes {
  const bytes = new Bytes(size);
  writeBigEndian(bytes, 0, size, value);
  return bytes;
}

/** Writes `value`, big-endian, into the `size` bytes from `start`, which must be zero. */
export function writeBigEndian(bytes: Bytes, start: i32, size: i32, value: BigInt): void {
  assert(start + size <= bytes.length);
  const length = value.length < size ? value.length : size;
  let end = start + size;
  // Graph Node meters every branch: two bounds checks per byte would cost more than all else here.
  for (let i = 0; i < length; i++) unchecked((bytes[--end] = value[i]));
}

/** Id of an entity from a log: ids are in the chain's order. */
export function eventId(event: ethereum.Event): Bytes {
  const id = new Bytes(12);
  writeBigEndian(id, 0, 8, event.block.number);
  writeBigEndian(id, 8, 4, event.logIndex);
  return id;
}

/** Id of the `index`-th entity from a log. */
export function partId(event: ethereum.Event, index: i32, size: i32): Bytes {
  return eventId(event).concat(bigEndian(BigInt.fromI32(index), size));
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
export function bidEntityId(auction: Bytes, bidder: Bytes): Bytes {
  return auction.concat(bidder);
}

/** Id of a bounty; its number is a counter, far below 2^64. */
export function bountyEntityId(bountyId: BigInt): Bytes {
  return bigEndian(bountyId, 8);
}

/** Id of a bounty's day by the day's number since 1970. */
export function bountyDayId(bounty: Bytes, day: i32): Bytes {
  return bounty.concat(bigEndian(BigInt.fromI32(day), 4));
}

/** Id of a role of the `AccessManager`. */
export function roleEntityId(roleId: BigInt): Bytes {
  return bigEndian(roleId, 8);
}

/** Id of a lead class by the gate's number. */
export function leadClassEntityId(number: BigInt): Bytes {
  return bigEndian(number, 4);
}

/** Id of an identity's credential of a type. */
export function credentialEntityId(ccid: Bytes, credentialType: Bytes): Bytes {
  return ccid.concat(credentialType);
}
