import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { isAddressEqual, type Hex } from "viem";
import { z } from "zod";

import { cidOf } from "../../deploy/sdk/crypto/cid.ts";
import { contentHash } from "../../deploy/sdk/crypto/content.ts";
import type { Storage } from "../../deploy/sdk/storage.ts";
import { appendEntry, dataDirectory, readEntries } from "./dataDirectory.ts";

const BIDS = "bids.jsonl";
const DELIVERY_KEYS = "delivery-keys.jsonl";
const hex = z.templateLiteral(["0x", z.string()]);

const storedBid = z.object({
  chainId: z.number(),
  house: hex,
  leadId: z.string().transform(BigInt),
  round: z.number(),
  bidder: hex,
  commitment: hex,
  amount: z.string().transform(BigInt),
  salt: hex.optional(),
});

const storedKey = z.object({
  chainId: z.number(),
  vault: hex,
  account: hex,
  secret: z.string().transform(BigInt),
});

/** Keeps bids, keys and ciphertexts in files that only their owner can read; see `dataDirectory`. */
export const fileStorage: Storage = {
  keepBid: ({ chainId, house, leadId, round, bidder }, { commitment, amount, salt }) =>
    appendEntry(BIDS, {
      chainId: Number(chainId),
      house,
      leadId: String(leadId),
      round,
      bidder,
      commitment,
      amount: String(amount),
      ...(salt === undefined ? {} : { salt }),
    }),

  findBid: async ({ chainId, house, bidder }, commitment) =>
    (await readEntries(BIDS))
      .flatMap((line) => storedBid.safeParse(line).data ?? [])
      .findLast(
        (bid) =>
          bid.commitment === commitment &&
          bid.chainId === Number(chainId) &&
          isAddressEqual(bid.house, house) &&
          isAddressEqual(bid.bidder, bidder),
      ),

  keepDeliveryKey: (owner, secret) =>
    appendEntry(DELIVERY_KEYS, { ...owner, secret: String(secret) }),

  findDeliveryKey: async ({ chainId, vault, account }) =>
    (await readEntries(DELIVERY_KEYS))
      .flatMap((line) => storedKey.safeParse(line).data ?? [])
      .findLast(
        (key) =>
          key.chainId === chainId &&
          isAddressEqual(key.vault, vault) &&
          isAddressEqual(key.account, account),
      )?.secret,

  keepContent: async (ciphertext) => {
    const file = copyOf(contentHash(ciphertext));
    await mkdir(path.dirname(file), { recursive: true, mode: 0o700 });
    await writeFile(file, ciphertext, { mode: 0o600 });
  },

  findContent: async (hash) => {
    const copy = await readFile(copyOf(hash)).catch(() => undefined);
    return copy !== undefined && contentHash(copy) === hash ? copy : undefined;
  },
};

function copyOf(hash: Hex): string {
  return path.join(dataDirectory(), "content", cidOf(hash));
}
