import {
  encodeFunctionData,
  getAddress,
  keccak256,
  numberToHex,
  slice,
  zeroHash,
  type Abi,
  type Address,
  type Hex,
} from "viem";

import { provePossession } from "../../../deploy/sdk/delivery/deliveryKey.ts";
import type { Bystanders, Market } from "./bystanders.ts";

/** Something that an account without a role can have as often as it likes, for gas alone. */
export interface Junk {
  readonly on: Address;
  /** Data of the n-th call. */
  readonly call: (n: number) => Hex;
  /** Entities that each call makes, by type. */
  readonly makes: readonly string[];
}

/** All that there is. */
export const JUNK_KINDS = [
  "deposits of the smallest amount",
  "withdrawals of the smallest amount",
  "deposits for somebody else",
  "accounts",
  "delivery keys",
  "proofs of reserves",
  "openings that do not fit",
  "signed bids that are cancelled",
  "submissions that are cancelled",
  "operators of leads",
  "attachments to the policy engine",
] as const;

/** One of them. */
export type JunkKind = (typeof JUNK_KINDS)[number];

/** Entities that a movement of money makes. */
const MOVEMENT = ["Action", "VaultEntry"];

/** Every kind of junk. @param by the account that makes it, which holds USDC and has approved the vault. */
export async function junkOf(
  m: Market,
  by: Address,
  { open, revealing }: Bystanders,
): Promise<Readonly<Record<JunkKind, Junk>>> {
  const { vault, house, nft, verifier, engine } = m;
  const [bidder, other] = m.bidders;
  const opening = { bidder: bidder.address, amount: 1n, salt: zeroHash };
  const keys: (readonly unknown[])[] = [];
  for (const { deliveryKey } of [bidder, other]) {
    const place = { chainId: m.chainId, vault: vault.address };
    keys.push([deliveryKey.publicKey, await provePossession(deliveryKey, by, place)]);
  }
  return {
    "deposits of the smallest amount": junk(vault, MOVEMENT, () => ["deposit", 1n]),
    "withdrawals of the smallest amount": junk(vault, MOVEMENT, () => [
      "withdraw",
      other.address,
      1n,
    ]),
    "deposits for somebody else": junk(vault, MOVEMENT, () => ["depositFor", bidder.address, 1n]),
    accounts: junk(vault, ["Account", ...MOVEMENT], (n) => ["depositFor", accountOf(n), 1n]),
    // Registered in turn: the key that an account has is not registered again.
    "delivery keys": junk(vault, ["DeliveryKey"], (n) => [
      "registerDeliveryKey",
      ...(keys[n % keys.length] ?? []),
    ]),
    "proofs of reserves": junk(vault, ["ReservesProof"], () => ["proveReserves"]),
    "openings that do not fit": junk(house, [], () => ["revealBids", revealing, [opening]]),
    "signed bids that are cancelled": junk(house, [], () => ["withdrawBid", open]),
    "submissions that are cancelled": junk(verifier, [], (n) => ["cancelSubmissions", [BigInt(n)]]),
    "operators of leads": junk(nft, [], (n) => ["setApprovalForAll", accountOf(n), true]),
    "attachments to the policy engine": junk(engine, [], (n) => [
      n % 2 === 0 ? "attach" : "detach",
    ]),
  };
}

function junk(
  { address, abi }: { readonly address: Address; readonly abi: unknown },
  makes: readonly string[],
  call: (n: number) => readonly [functionName: string, ...args: unknown[]],
): Junk {
  return {
    ...{ on: address, makes },
    call: (n) => {
      const [functionName, ...args] = call(n);
      return encodeFunctionData({ abi: abi as Abi, functionName, args });
    },
  };
}

/** Somebody for every number. */
function accountOf(n: number): Address {
  return getAddress(slice(keccak256(numberToHex(n)), 12));
}
