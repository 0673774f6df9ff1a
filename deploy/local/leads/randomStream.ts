import { sha256 } from "@noble/hashes/sha2.js";
import { concatBytes, utf8ToBytes } from "@noble/hashes/utils.js";

/** Repeatable random choices: the same seed gives the same choices, on every machine and in every release. */
export interface RandomStream {
  /** Whole number in `[min, max]`. */
  integer(min: number, max: number): number;
  /** One of `items`, each equally likely. */
  pick<T>(items: readonly T[]): T;
  /** True in `percent` of 100 cases. */
  chance(percent: number): boolean;
}

/** Stream of `SHA-256(seed ‖ counter)`, 48 bits of each digest: the bias of the remainder is below 2^-16 for any range used here. */
export function randomStream(seed: string): RandomStream {
  const prefix = utf8ToBytes(`${seed}\0`);
  let counter = 0;

  const integer = (min: number, max: number): number => {
    const block = new Uint8Array(4);
    new DataView(block.buffer).setUint32(0, counter++);
    const digest = sha256(concatBytes(prefix, block));
    const view = new DataView(digest.buffer, digest.byteOffset);
    const word = view.getUint32(0) * 0x1_0000 + view.getUint16(4);
    return min + (word % (max - min + 1));
  };
  const pick = <T>(items: readonly T[]): T => items[integer(0, items.length - 1)] as T;
  return { integer, pick, chance: (percent) => integer(0, 99) < percent };
}
