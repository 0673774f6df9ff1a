import { encodeAbiParameters, keccak256, type Address, type Hex } from "viem";

import type { LocalProtocol } from "../../deploy/deployLocalProtocol.ts";
import { POINT_PARAMETER } from "../crypto/capsule.ts";
import type { Point } from "../crypto/point.ts";

/** Hash under which the vault holds a delivery key. */
export function deliveryKeyHash(key: Point): Hex {
  return keccak256(encodeAbiParameters([POINT_PARAMETER], [key]));
}

/** The public delivery key that an account has registered, from the event that set it last; undefined when it has none. */
export async function deliveryKeyOf(
  vault: LocalProtocol["vault"],
  account: Address,
): Promise<Point | undefined> {
  const logs = await vault.getEvents.DeliveryKeyRegistered({ account }, { fromBlock: 0n });
  return logs.at(-1)?.args.key;
}
