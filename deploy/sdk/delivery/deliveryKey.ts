import {
  bytesToHex,
  encodeAbiParameters,
  hashTypedData,
  keccak256,
  stringToBytes,
  type Address,
  type Hex,
} from "viem";
import { sign } from "viem/accounts";

import { POINT_PARAMETER } from "../crypto/capsule.ts";
import { cryptoError } from "../crypto/cryptoError.ts";
import { publicKeyOf, type Point } from "../crypto/point.ts";
import { deriveScalar, scalarToBytes } from "../crypto/scalar.ts";
import { signKeyMaterial, type TypedDataSigner } from "../crypto/typedDataSigner.ts";

/** Where a delivery key is registered. */
export type VaultReference = { readonly chainId: bigint | number; readonly vault: Address };

/** A delivery key with its secret. Leads are encrypted to `publicKey`. */
export type DeliveryKey = { readonly secret: bigint; readonly publicKey: Point };

const SALT = stringToBytes("LeadEngine.DeliveryKey.v1");
const PURPOSE =
  "Derive the key that opens the leads you buy and sell. Sign this only in software you trust with them.";

/** Hash under which the vault holds a delivery key. */
export function deliveryKeyHash(key: Point): Hex {
  return keccak256(encodeAbiParameters([POINT_PARAMETER], [key]));
}

/**
 * Derives an account's delivery key from its wallet's signature, so that no key file must be kept.
 * Throws `NOT_DETERMINISTIC` when the wallet signs the same message differently each time.
 */
export async function deriveDeliveryKey(
  signer: TypedDataSigner,
  vault: VaultReference,
): Promise<DeliveryKey> {
  const { bytes, deterministic } = await signKeyMaterial(signer, {
    domain: vaultDomain(vault),
    types: { DeliveryKeyDerivation: [{ name: "purpose", type: "string" }] },
    primaryType: "DeliveryKeyDerivation",
    message: { purpose: PURPOSE },
  });
  if (!deterministic) {
    throw cryptoError(
      "NOT_DETERMINISTIC",
      "The wallet's signatures differ each time: create a random delivery key and keep its secret.",
    );
  }
  const secret = deriveScalar(bytes, SALT, "secret");
  return { secret, publicKey: publicKeyOf(secret) };
}

/**
 * Proves to the vault that `account` holds a delivery key.
 * @returns the 65-byte signature for `registerDeliveryKey`.
 */
export async function provePossession(
  key: DeliveryKey,
  account: Address,
  vault: VaultReference,
): Promise<Hex> {
  const hash = hashTypedData({
    domain: vaultDomain(vault),
    types: {
      DeliveryKey: [
        { name: "account", type: "address" },
        { name: "x", type: "uint256" },
        { name: "y", type: "uint256" },
      ],
    },
    primaryType: "DeliveryKey",
    message: { account, x: key.publicKey.x, y: key.publicKey.y },
  });
  return sign({ hash, privateKey: bytesToHex(scalarToBytes(key.secret)), to: "hex" });
}

function vaultDomain({ chainId, vault }: VaultReference) {
  return {
    name: "Lead Engine Vault",
    version: "1",
    chainId: BigInt(chainId),
    verifyingContract: vault,
  } as const;
}
