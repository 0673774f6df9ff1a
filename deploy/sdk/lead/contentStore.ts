import type { Hex } from "viem";

import { cidOf } from "../crypto/cid.ts";
import { contentHash } from "../crypto/content.ts";
import { LeadEngineError } from "../errors/leadEngineError.ts";

/**
 * Stores a ciphertext as one raw block, so that its CID follows from its hash.
 * @param ipfs base URL of a Kubo RPC.
 * @throws {LeadEngineError} `SERVICE_FAILED`: it does not answer, or refuses the content.
 */
export async function putContent(ipfs: string, ciphertext: Uint8Array): Promise<string> {
  const form = new FormData();
  form.append("data", new Blob([Uint8Array.from(ciphertext)]));
  const response = await ask(ipfs, "block/put?cid-codec=raw&mhtype=sha2-256&pin=true", form);
  const { Key: key } = (await response.json()) as { Key?: string };
  const cid = cidOf(contentHash(ciphertext));
  if (key !== cid) throw failure(ipfs, `stored the content under another CID than ${cid}`);
  return cid;
}

/**
 * The ciphertext with this hash; accepts what an IPFS node returns only if its hash is right.
 * @throws {LeadEngineError} `SERVICE_FAILED`: the node does not answer, or does not hold it.
 */
export async function getContent(ipfs: string, hash: Hex): Promise<Uint8Array> {
  const cid = cidOf(hash);
  const response = await ask(ipfs, `block/get?arg=${cid}`);
  const content = new Uint8Array(await response.arrayBuffer());
  if (contentHash(content) !== hash) throw failure(ipfs, `returned other content than ${cid}`);
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
    throw failure(ipfs, "does not answer", cause);
  }
  if (response.ok) return response;
  const reason = (await response.text()).slice(0, 200);
  throw failure(ipfs, `answers ${response.status}: ${reason}`);
}

function failure(ipfs: string, what: string, cause?: unknown): LeadEngineError {
  return new LeadEngineError(
    "SERVICE_FAILED",
    `The IPFS node (Kubo RPC) at ${ipfs} ${what}.`,
    "Check that it runs and that its URL is right, or name another with `services.ipfs`.",
    { cause },
  );
}
