import type { Stack } from "../../deploy/local/stack/stack.ts";
import { getContent, putContent } from "../../deploy/sdk/lead/contentStore.ts";
import type { Venue } from "./venue.ts";

/** A stack as a venue: ciphertexts are kept in its IPFS node. */
export function stackVenue({ connection, protocol, vrf, urls }: Stack): Venue {
  return {
    connection,
    protocol,
    vrf,
    content: {
      put: (ciphertext) => putContent(urls.ipfs, ciphertext),
      get: (hash) => getContent(urls.ipfs, hash),
    },
  };
}
