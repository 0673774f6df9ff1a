import { hexToBytes, isHex, size, slice, type Hex, type TypedDataDefinition } from "viem";

import { cryptoError } from "./cryptoError.ts";

/** Signs EIP-712 typed data: a function, or anything with the method of a viem account. */
export type TypedDataSigner =
  | ((typedData: TypedDataDefinition) => Promise<Hex>)
  | { readonly signTypedData: (typedData: TypedDataDefinition) => Promise<Hex> };

/** A signature's secret-bearing part, and whether the wallet gives it again for the same message. */
export type KeyMaterial = { readonly bytes: Uint8Array; readonly deterministic: boolean };

/** Wallets that have signed a message twice alike: they follow RFC 6979. */
const known = new WeakSet<TypedDataSigner>();

/** Signs, at first twice, to learn whether a key can be derived from the wallet's signatures. */
export async function signKeyMaterial(
  signer: TypedDataSigner,
  typedData: TypedDataDefinition,
): Promise<KeyMaterial> {
  const first = scalarsOf(await signWith(signer, typedData));
  const bytes = hexToBytes(first);
  if (known.has(signer)) return { bytes, deterministic: true };
  const deterministic = first === scalarsOf(await signWith(signer, typedData));
  if (deterministic) known.add(signer);
  return { bytes, deterministic };
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
