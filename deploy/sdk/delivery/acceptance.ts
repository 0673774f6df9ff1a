import type { Address, Hex, TypedDataDomain } from "viem";

/** That an account agrees to receive a lead outside a sale: what `LeadNFT.deliverTo` checks the receiver's signature over. */
export interface AcceptanceMessage {
  readonly leadId: bigint;
  readonly to: Address;
  /** Hash of the capsule now on record: the signature counts until the lead is delivered. */
  readonly capsuleHash: Hex;
  /** Last moment at which it counts, Unix seconds. */
  readonly deadline: bigint;
}

const ACCEPTANCE_TYPES = {
  Acceptance: [
    { name: "leadId", type: "uint256" },
    { name: "to", type: "address" },
    { name: "capsuleHash", type: "bytes32" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** EIP-712 typed data that the receiver signs: pass it to viem's `signTypedData`. */
export function acceptanceTypedData(
  message: AcceptanceMessage,
  { chainId, nft }: { readonly chainId: number; readonly nft: Address },
) {
  const domain = {
    name: "Lead Engine Lead",
    version: "1",
    chainId,
    verifyingContract: nft,
  } as const satisfies TypedDataDomain;
  return { domain, types: ACCEPTANCE_TYPES, primaryType: "Acceptance", message } as const;
}
