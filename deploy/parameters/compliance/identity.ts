import { encodeAbiParameters, keccak256, stringToHex, type Address, type Hex } from "viem";

const IDENTITY_DOMAIN = keccak256(stringToHex("lead-engine.identity"));

/** The identity that an account gets with its first credential: always the same, whoever issues it. */
export function newIdentityOf(account: Address): Hex {
  return keccak256(
    encodeAbiParameters([{ type: "bytes32" }, { type: "address" }], [IDENTITY_DOMAIN, account]),
  );
}
