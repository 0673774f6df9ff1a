import { bytesToHex } from "viem";
import { randomBytes } from "@noble/hashes/utils.js";
import type { NetworkConnection } from "hardhat/types/network";

import { deployWithDon } from "../../deploy/local/deployWithDon.ts";
import { cidOf } from "../crypto/cid.ts";
import { contentHash } from "../crypto/content.ts";

/** Keeps the leads' ciphertexts by their CIDs. */
export interface ContentStore {
  readonly put: (ciphertext: Uint8Array) => Promise<string>;
  readonly get: (cid: string) => Promise<Uint8Array>;
}

/** Where a market day takes place: a chain with the protocol and a DON on it, and where ciphertexts are kept. */
export interface Venue {
  readonly connection: NetworkConnection<"op">;
  readonly protocol: Awaited<ReturnType<typeof deployWithDon>>;
  readonly content: ContentStore;
}

/** A venue without a network: a fresh deployment with a DON of fresh keys, and a store in memory. */
export async function bareVenue(connection: NetworkConnection<"op">): Promise<Venue> {
  const protocol = await deployWithDon(connection, bytesToHex(randomBytes(32)));
  return { connection, protocol, content: memoryStore() };
}

function memoryStore(): ContentStore {
  const blocks = new Map<string, Uint8Array>();
  return {
    put: (ciphertext) => {
      const cid = cidOf(contentHash(ciphertext));
      blocks.set(cid, ciphertext);
      return Promise.resolve(cid);
    },
    get: (cid) => {
      const block = blocks.get(cid);
      return block === undefined
        ? Promise.reject(new Error(`Nobody has stored ${cid}.`))
        : Promise.resolve(block);
    },
  };
}
