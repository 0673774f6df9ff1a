import { hexToBytes, isHex, size, slice, type Hex, type TypedDataDefinition } from "viem";

import { cryptoError } from "./cryptoError.ts";

/** Signs EIP-712 typed data: a function, or anything with the method of a viem account. */
export type TypedDataSigner =
  | ((typedData: TypedDataDefinition) => Promise<Hex>)
  | { readonly signTypedData: (typedData: TypedDataDefinition) => Promise<Hex> };

/** A signature's secret-bearing part, and whether the wallet gives it again for the same message. */
export type KeyMaterial = { readonly bytes: Uint8Array; readonly deterministic: boolean };

/** Signs twice, to learn whether a key can be derived from the wallet's signatures. */
export async function signKeyMaterial(
  signer: TypedDataSigner,
  typedData: TypedDataDefinition,
): Promise<KeyMaterial> {
  const first = scalarsOf(await signWith(signer, typedData));
  const second = scalarsOf(await signWith(signer, typedData));
  return { bytes: hexToBytes(first), deterministic: first === second };
}

/** Signs typed data with either form of signer. */
export async function signWith(
  signer: TypedDataSigner,
  typedData: TypedDataDefinition,
): Promise<Hex> {
  return typeof signer === "function" ? signer(typedData) : signer.signTypedData(typedData);
}

/** `r ‖ s`: wallets disagree on how to write the last byte. */
function scalarsOf(signature: Hex): Hex {
  if (!isHex(signature) || size(signature) !== 65) {
    throw cryptoError("INVALID_SIGNATURE", "The wallet did not give a 65-byte signature.");
  }
  return slice(signature, 0, 64).toLowerCase() as Hex;
}
