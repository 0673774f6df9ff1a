import { isAddress, isHex, type Address, type Hex } from "viem";
import { z } from "zod";

/** Largest amount that the contracts can hold: `uint64`. */
const MAX_AMOUNT = 2n ** 64n - 1n;

/** A lead's number. */
export const leadId = z
  .bigint()
  .min(0n)
  .max(2n ** 256n - 1n)
  .describe("The lead's number");

/** An amount above zero. */
export const amount = z
  .bigint()
  .min(1n)
  .max(MAX_AMOUNT)
  .describe("USDC units: 1 USDC is 1,000,000");

/** Money in a result. */
export const usdc = z.bigint().describe("USDC units: 1 USDC is 1,000,000");

/** A time in a result. */
export const time = z.number().int().describe("Unix seconds");

/** An account. */
export const address = z
  .custom<Address>((value) => typeof value === "string" && isAddress(value))
  .describe("An address of 20 bytes with its checksum");

/** Bytes in hexadecimal. */
export const hex = z.custom<Hex>((value) => isHex(value)).describe("Bytes in hexadecimal");

/** Most entries of a page: the subgraph does not return more at once. */
export const MAX_PAGE = 1_000;

/** How many entries a page has. */
export const limit = z.number().int().min(1).max(MAX_PAGE).describe("How many at most");

/** Where a page begins or has ended. */
export const cursor = hex.describe("The cursor at the end of the previous page");

/** What every action that sends one transaction returns about it. */
export const sent = z.object({
  txHash: hex.describe("Hash of the transaction"),
  gasUsed: z.bigint().describe("Gas of the whole transaction"),
});
