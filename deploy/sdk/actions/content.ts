import type { Hex } from "viem";

import type { Client } from "../client.ts";
import { getContent, putContent } from "../lead/contentStore.ts";

/** Stores a ciphertext in IPFS and keeps a copy. Returns its CID. */
export async function publishContent(
  { services, storage }: Client,
  ciphertext: Uint8Array,
): Promise<string> {
  const ipfs = services.requireService("ipfs");
  await storage.keepContent(ciphertext);
  return putContent(ipfs, ciphertext);
}

/**
 * Fetches a lead's ciphertext from IPFS, checks its hash, and keeps a copy, so that a bidder can still read the lead when nobody serves it
 * any longer.
 */
export async function fetchContent({ services, storage }: Client, hash: Hex): Promise<Uint8Array> {
  const ipfs = services.requireService("ipfs");
  const content = await getContent(ipfs, hash);
  await storage.keepContent(content);
  return content;
}

/** A lead's ciphertext from the kept copy, else from IPFS. */
export async function findContent(client: Client, hash: Hex): Promise<Uint8Array> {
  return (await client.storage.findContent(hash)) ?? fetchContent(client, hash);
}
