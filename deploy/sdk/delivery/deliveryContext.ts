import { encodeAbiParameters, keccak256, stringToHex, type Address, type Hex } from "viem";

/** What a delivery proof is bound to. */
export type Delivery = {
  readonly chainId: bigint | number;
  readonly nft: Address;
  readonly leadId: bigint;
  /** Auction round; 0 outside an auction. */
  readonly round: number;
  readonly to: Address;
};

const DOMAIN = keccak256(stringToHex("LeadEngine.Delivery.v1"));

/** The context of a delivery proof, as `LeadNFT.deliveryContext` computes it. */
export function deliveryContext({ chainId, nft, leadId, round, to }: Delivery): Hex {
  return keccak256(
    encodeAbiParameters(
      [
        { type: "bytes32" },
        { type: "uint256" },
        { type: "address" },
        { type: "uint256" },
        { type: "uint32" },
        { type: "address" },
      ],
      [DOMAIN, BigInt(chainId), nft, leadId, round, to],
    ),
  );
}
