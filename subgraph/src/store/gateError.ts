import { Address, Bytes, crypto, ethereum } from "@graphprotocol/graph-ts";

import { errorSelectorOf } from "../text";

const DENIED_ARGUMENTS = "(address,uint8,bytes32,bytes6,string)";
const DENIED = "ComplianceGate_Denied(address,uint8,bytes32,bytes6,string)";
const UNAVAILABLE_ARGUMENTS = "(bytes)";
const UNAVAILABLE = "ComplianceGate_Unavailable(bytes)";

const SELECTOR_SIZE = 4;
/** Head of an encoded tuple with dynamic members, which revert data leaves out: an offset of 32. */
const TUPLE_HEAD = "0x0000000000000000000000000000000000000000000000000000000000000020";

/** Arguments of `ComplianceGate_Denied`. */
export class Denial {
  account: Address;
  activity: i32;
  vertical: Bytes;
  region: Bytes;
  reason: string;

  constructor(values: ethereum.Tuple) {
    this.account = values[0].toAddress();
    this.activity = values[1].toI32();
    this.vertical = values[2].toBytes();
    this.region = values[3].toBytes();
    this.reason = values[4].toString();
  }
}

/** Whether revert data is the gate's refusal. */
export function isDenied(data: Bytes): boolean {
  return isError(data, DENIED);
}

/** Whether revert data says that the gate got no answer. */
export function isUnavailable(data: Bytes): boolean {
  return isError(data, UNAVAILABLE);
}

/** The gate's refusal; null if the data was cut short. */
export function denialIn(data: Bytes): Denial | null {
  const values = argumentsIn(data, DENIED_ARGUMENTS);
  return values === null ? null : new Denial(values);
}

/** Revert data of the engine that gave no answer; all of `data` if that is not a `ComplianceGate_Unavailable`, or was cut short. */
export function causeIn(data: Bytes): Bytes {
  if (!isUnavailable(data)) return data;
  const values = argumentsIn(data, UNAVAILABLE_ARGUMENTS);
  return values === null ? data : values[0].toBytes();
}

function argumentsIn(data: Bytes, types: string): ethereum.Tuple | null {
  const encoded = Bytes.fromUint8Array(data.subarray(SELECTOR_SIZE));
  const decoded = ethereum.decode(types, Bytes.fromHexString(TUPLE_HEAD).concat(encoded));
  return decoded === null ? null : decoded.toTuple();
}

function isError(data: Bytes, signature: string): boolean {
  const selector = errorSelectorOf(data);
  if (selector === null) return false;
  const hash = crypto.keccak256(Bytes.fromUTF8(signature));
  return selector == Bytes.fromUint8Array(hash.subarray(0, SELECTOR_SIZE));
}
