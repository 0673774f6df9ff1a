import { secp256k1 } from "@noble/curves/secp256k1.js";
import { hexToBytes, isAddressEqual, size, type Address, type Hex } from "viem";
import { publicKeyToAddress } from "viem/accounts";

/** A signature, and who is said to have given it. */
export interface SellerSignature {
  readonly seller: Address;
  /** Of the typed data, `submissionDigest`. */
  readonly digest: Hex;
  readonly signature: Hex;
}

/**
 * Asks the seller's wallet, a contract, whether the signature is its own (ERC-1271).
 * @returns undefined when it cannot be asked in this run.
 */
export type AskWallet = (signed: SellerSignature) => boolean | undefined;

/**
 * What is wrong with a seller's signature, if anything: it must be of the account's key, or confirmed by the seller's wallet. Without this
 * check, who may hand in packages could ask vendors about anybody's phone number, or learn its tag, in the name of a seller that never signed.
 * @returns `SIGNATURE_INVALID`; `RUN_FULL`, if only a later run can ask the wallet.
 */
export function signatureFault(
  signed: SellerSignature,
  askWallet: AskWallet,
): "SIGNATURE_INVALID" | "RUN_FULL" | undefined {
  const signer = signerOf(signed);
  if (signer !== undefined && isAddressEqual(signer, signed.seller)) return undefined;
  const isConfirmed = askWallet(signed);
  if (isConfirmed === undefined) return "RUN_FULL";
  return isConfirmed ? undefined : "SIGNATURE_INVALID";
}

/** Whose key signed, by the rules of OpenZeppelin's `ECDSA`: 65 bytes, the lower `s`, `v` 27 or 28. */
function signerOf({ digest, signature }: SellerSignature): Address | undefined {
  if (size(signature) !== 65) return undefined;
  const bytes = hexToBytes(signature);
  const recovery = (bytes[64] ?? 0) - 27;
  if (recovery !== 0 && recovery !== 1) return undefined;
  try {
    const given = secp256k1.Signature.fromBytes(bytes.subarray(0, 64), "compact");
    if (given.hasHighS()) return undefined;
    const key = given.addRecoveryBit(recovery).recoverPublicKey(hexToBytes(digest));
    return publicKeyToAddress(`0x${key.toHex(false)}`);
  } catch {
    return undefined;
  }
}
