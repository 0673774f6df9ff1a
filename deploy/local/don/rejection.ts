import { decodeErrorResult, type Abi, type Hex } from "viem";

import type { LocalProtocol } from "../../deployLocalProtocol.ts";

/** Why the contracts refused a lead. */
export interface Rejection {
  /** Name of the contract's error; undefined when it gave none. */
  readonly error: string | undefined;
  readonly message: string;
  /** Revert data. */
  readonly reason: Hex;
}

/** Words for the revert data of a refused lead. */
export function rejectionOf(
  reason: Hex,
  contracts: Pick<
    LocalProtocol,
    "verifier" | "nft" | "registry" | "house" | "vault" | "pricer" | "gate"
  >,
): Rejection {
  const { verifier, nft, registry, house, vault, pricer, gate } = contracts;
  const abi: Abi = [verifier, nft, registry, house, vault, pricer, gate].flatMap((contract) => [
    ...(contract.abi as Abi),
  ]);
  if (reason === "0x") {
    return { error: undefined, message: "The lead is malformed or takes too much gas.", reason };
  }
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi, data: reason });
    return { error: errorName, message: `${errorName}(${args.map(String).join(", ")})`, reason };
  } catch {
    return { error: undefined, message: `No contract declares the error ${reason}.`, reason };
  }
}
