import { bytesToHex, type Hex } from "viem";
import { randomBytes } from "@noble/hashes/utils.js";
import type { NetworkConnection } from "hardhat/types/network";

import { deployWithDon } from "../../deploy/local/deployWithDon.ts";
import { openVrfNode, type VrfNode } from "../../deploy/local/vrf.ts";
import { contentHash } from "../../deploy/sdk/crypto/content.ts";

/** Keeps the leads' ciphertexts by their SHA-256 hashes. */
export interface ContentStore {
  readonly put: (ciphertext: Uint8Array) => Promise<unknown>;
  readonly get: (hash: Hex) => Promise<Uint8Array>;
}

/** Where a market day takes place: a chain with the protocol, a DON and VRF on it, and where ciphertexts are kept. */
export interface Venue {
  readonly connection: NetworkConnection<"op">;
  readonly protocol: Awaited<ReturnType<typeof deployWithDon>>;
  readonly vrf: VrfNode;
  readonly content: ContentStore;
}

/** A venue without a network: a fresh deployment with a DON of fresh keys, and a store in memory. */
export async function bareVenue(connection: NetworkConnection<"op">): Promise<Venue> {
  const protocol = await deployWithDon(connection, bytesToHex(randomBytes(32)));
  const vrf = await openVrfNode({ connection, protocol });
  return { connection, protocol, vrf, content: memoryStore() };
}

/** A store that lives as long as the process. */
export function memoryStore(): ContentStore {
  const contents = new Map<Hex, Uint8Array>();
  return {
    put: (ciphertext) => {
      contents.set(contentHash(ciphertext), ciphertext);
      return Promise.resolve();
    },
    get: (hash) => {
      const content = contents.get(hash);
      return content === undefined
        ? Promise.reject(new Error(`Nobody has stored a content with the hash ${hash}.`))
        : Promise.resolve(content);
    },
  };
}
