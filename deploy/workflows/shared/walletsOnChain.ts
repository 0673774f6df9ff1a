import { EVMClient, type Runtime } from "@chainlink/cre-sdk";
import { encodeFunctionData, parseAbi } from "viem";

import { callContract } from "./callContract.ts";
import type { TakeRead } from "./readBudget.ts";
import type { AskWallet } from "./sellerSignature.ts";
import type { LeadsConfig } from "./triggers.ts";

const ERC_1271 = parseAbi([
  "function isValidSignature(bytes32 hash, bytes signature) view returns (bytes4)",
]);
/** How an ERC-1271 wallet says yes, in a word of 32 bytes. */
const YES = /^0x1626ba7e[0-9a-f]{56}/;

/** Asks sellers' wallets on chain, a read each. What no wallet confirms, or what makes one revert, is not signed. */
export function walletsOnChain(
  dons: Runtime<unknown>,
  { chainSelector }: LeadsConfig,
  take: TakeRead,
): AskWallet {
  const client = new EVMClient(BigInt(chainSelector));
  return ({ seller, digest, signature }) => {
    if (!take()) return undefined;
    const data = encodeFunctionData({ abi: ERC_1271, args: [digest, signature] });
    try {
      return YES.test(callContract(client, dons, seller, data));
    } catch {
      return false;
    }
  };
}
