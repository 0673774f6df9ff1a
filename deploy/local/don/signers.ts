import { concat, keccak256, numberToHex, type Hex } from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";

/** Nodes of the local DON: the fewest that tolerate `FAULTY_NODES`. */
const NODES = 4;
/** Nodes that may fail; a report carries one signature more. */
export const FAULTY_NODES = 1;

/** The nodes' keys, derived from a seed that is a secret of whoever runs the DON. */
export function deriveSigners(seed: Hex): PrivateKeyAccount[] {
  return Array.from({ length: NODES }, (_, index) =>
    privateKeyToAccount(keccak256(concat([seed, numberToHex(index, { size: 4 })]))),
  );
}
