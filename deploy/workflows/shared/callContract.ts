import { encodeCallMsg, type EVMClient, type Runtime } from "@chainlink/cre-sdk";
import { bytesToHex, zeroAddress, type Address, type Hex } from "viem";

/** What a contract answers to a call, as the DON agrees on it. One of a run's EVM reads. */
export function callContract(
  client: EVMClient,
  dons: Runtime<unknown>,
  to: Address,
  data: Hex,
): Hex {
  const call = encodeCallMsg({ from: zeroAddress, to, data });
  return bytesToHex(client.callContract(dons, { call }).result().data);
}
