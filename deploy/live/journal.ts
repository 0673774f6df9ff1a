import { readFile } from "node:fs/promises";
import path from "node:path";

import { isHex, type Hex } from "viem";
import { z } from "zod";

const message = z.object({
  type: z.string(),
  futureId: z.string().optional(),
  nonce: z.number().optional(),
  hash: z.custom<Hex>((value) => isHex(value)).optional(),
});

/** A transaction of Ignition's whose hash is in no record: the process ended as it was sent. */
export interface LostTransaction {
  /** Ignition's id of what it does. */
  readonly futureId: string;
  readonly nonce: number;
}

/** How far Ignition has come. */
interface Progress {
  /** Hashes of transactions that were mined. */
  readonly confirmed: readonly Hex[];
  readonly lost: readonly LostTransaction[];
}

/** How far a deployment has come, from Ignition's journal. @param folder its record; one that is not there has not begun. */
export async function progressOf(folder: string): Promise<Progress> {
  const text = await readFile(path.join(folder, "journal.jsonl"), "utf8").catch(() => "");
  const lost = new Map<string, LostTransaction>();
  const confirmed: Hex[] = [];
  for (const line of text.split("\n").filter((one) => one !== "")) {
    const { type, futureId = "", nonce = 0, hash } = message.parse(JSON.parse(line));
    if (type === "TRANSACTION_PREPARE_SEND") lost.set(futureId, { futureId, nonce });
    if (type === "TRANSACTION_SEND" || type === "WIPE_APPLY") lost.delete(futureId);
    if (type === "TRANSACTION_CONFIRM" && hash !== undefined) confirmed.push(hash);
  }
  return { confirmed, lost: [...lost.values()] };
}
