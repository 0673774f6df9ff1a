import { domainSeparator, parseAbi, parseSignature, type Address, type Hex } from "viem";
import { getCode, readContract } from "viem/actions";

import type { Trader } from "../../client.ts";
import type { Usdc } from "./usdc.ts";
import { signWith } from "../../crypto/typedDataSigner.ts";

/** How long a permit is valid, seconds. */
const LIFETIME = 3_600;

const nameAbi = parseAbi([
  "function name() view returns (string)",
  "function version() view returns (string)",
]);
/** `version()` of USDC's implementation, if the token does not return one. */
const USDC_VERSION = "2";

const PERMIT_TYPES = {
  Permit: [
    { name: "owner", type: "address" },
    { name: "spender", type: "address" },
    { name: "value", type: "uint256" },
    { name: "nonce", type: "uint256" },
    { name: "deadline", type: "uint256" },
  ],
} as const;

/** A signed ERC-2612 permit, as `depositWithPermit` takes it. */
export interface Permit {
  readonly deadline: bigint;
  readonly v: number;
  readonly r: Hex;
  readonly s: Hex;
}

/** The wallet's permit for the vault to take `value`; undefined where the token's domain is not as USDC documents it, or a contract owns the account. */
export async function signPermit(
  trader: Trader,
  usdc: Usdc,
  value: bigint,
): Promise<Permit | undefined> {
  const { chainId, contracts, publicClient, wallet, address } = trader;
  const { vault } = contracts;
  const code = await getCode(publicClient, { address });
  const domain = {
    name: await readText(trader, usdc.address, "name", ""),
    version: await readText(trader, usdc.address, "version", USDC_VERSION),
    chainId: BigInt(chainId),
    verifyingContract: usdc.address,
  };
  const isUsdc = (await usdc.read.DOMAIN_SEPARATOR()) === domainSeparator({ domain });
  if (code !== undefined || !isUsdc) return undefined;
  const deadline = BigInt((await trader.now()) + LIFETIME);
  const nonce = await usdc.read.nonces([address]);
  const signature = await signWith(wallet, {
    domain,
    types: PERMIT_TYPES,
    primaryType: "Permit",
    message: { owner: address, spender: vault.address, value, nonce, deadline },
  });
  const { r, s, yParity } = parseSignature(signature);
  return { deadline, v: yParity + 27, r, s };
}

async function readText(
  { publicClient }: Trader,
  address: Address,
  functionName: "name" | "version",
  otherwise: string,
): Promise<string> {
  return readContract(publicClient, { address, abi: nameAbi, functionName }).catch(() => otherwise);
}
