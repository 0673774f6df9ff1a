import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import type { Hex } from "viem";

import { cidOf } from "../crypto/cid.ts";
import { contentHash } from "../crypto/content.ts";
import { ContentStoreError, getContent, putContent } from "../protocol/contentStore.ts";
import type { Client } from "./client.ts";
import { dataDirectory } from "./dataDirectory.ts";
import { serviceFailed } from "./services.ts";

/** Stores a ciphertext in IPFS and keeps a copy. Returns its CID. */
export async function publishContent(client: Client, ciphertext: Uint8Array): Promise<string> {
  const ipfs = client.requireService("ipfs");
  await keepCopy(ciphertext);
  return explained(ipfs, () => putContent(ipfs, ciphertext));
}

/**
 * Fetches a lead's ciphertext from IPFS, checks its hash, and keeps a copy: whoever has bid can still read the lead when nobody serves it
 * any more.
 */
export async function fetchContent(client: Client, hash: Hex): Promise<Uint8Array> {
  const ipfs = client.requireService("ipfs");
  const content = await explained(ipfs, () => getContent(ipfs, hash));
  await keepCopy(content);
  return content;
}

/** A lead's ciphertext from the copy that was kept, else from IPFS. */
export async function findContent(client: Client, hash: Hex): Promise<Uint8Array> {
  const copy = await readFile(copyOf(hash)).catch(() => undefined);
  if (copy !== undefined && contentHash(copy) === hash) return copy;
  return fetchContent(client, hash);
}

async function keepCopy(content: Uint8Array): Promise<void> {
  const file = copyOf(contentHash(content));
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
  await writeFile(file, content, { mode: 0o600 });
}

function copyOf(hash: Hex): string {
  return path.join(dataDirectory(), "content", cidOf(hash));
}

async function explained<T>(ipfs: string, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof ContentStoreError) {
      throw serviceFailed("ipfs", ipfs, error.message, error);
    }
    throw error;
  }
}
