import type { Hex } from "viem";

import { cidOf } from "../crypto/cid.ts";
import { contentHash } from "../crypto/content.ts";

/** The IPFS node does not hold the content, refuses it, or does not answer. */
export class ContentStoreError extends Error {
  override readonly name = "ContentStoreError";
}

/**
 * Stores a ciphertext as one raw block, so that its CID follows from its hash.
 * @param ipfs base URL of a Kubo RPC.
 */
export async function putContent(ipfs: string, ciphertext: Uint8Array): Promise<string> {
  const form = new FormData();
  form.append("data", new Blob([Uint8Array.from(ciphertext)]));
  const response = await ask(ipfs, "block/put?cid-codec=raw&mhtype=sha2-256&pin=true", form);
  const { Key: key } = (await response.json()) as { Key?: string };
  const cid = cidOf(contentHash(ciphertext));
  if (key !== cid) throw new ContentStoreError(`stored the content under another CID than ${cid}`);
  return cid;
}

/** The ciphertext with this hash; what an IPFS node gives is only taken when its hash is right. */
export async function getContent(ipfs: string, hash: Hex): Promise<Uint8Array> {
  const cid = cidOf(hash);
  const response = await ask(ipfs, `block/get?arg=${cid}`);
  const content = new Uint8Array(await response.arrayBuffer());
  if (contentHash(content) !== hash)
    throw new ContentStoreError(`gave another content than ${cid}`);
  return content;
}

async function ask(ipfs: string, command: string, body?: FormData): Promise<Response> {
  let response: Response;
  try {
    response = await fetch(`${ipfs}/api/v0/${command}`, {
      method: "POST",
      ...(body === undefined ? {} : { body }),
    });
  } catch (cause) {
    throw new ContentStoreError("does not answer", { cause });
  }
  if (response.ok) return response;
  const reason = (await response.text()).slice(0, 200);
  throw new ContentStoreError(`answers ${response.status}: ${reason}`);
}
