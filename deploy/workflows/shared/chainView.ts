import { EVMClient, type Runtime } from "@chainlink/cre-sdk";

import { donEpochs, type DonEpochs } from "./donEpochs.ts";
import type { LeadsConfig } from "./triggers.ts";

/** What the chain says at the start of a run. */
export interface ChainView {
  /** Time of the latest block, Unix seconds: neither an enclave's clock nor a server's decides. */
  readonly observedAt: number;
  readonly epochs: DonEpochs;
}

/** Reads the chain, as the DON agrees on it. @throws {Error} `NO_BLOCK` */
export function chainView(
  dons: Runtime<unknown>,
  { chainSelector, verifier }: LeadsConfig,
): ChainView {
  const client = new EVMClient(BigInt(chainSelector));
  const observedAt = blockTime(client, dons);
  return { observedAt, epochs: donEpochs(client, dons, verifier, observedAt) };
}

/** Time of the latest block, Unix seconds, as the DON agrees on it. @throws {Error} `NO_BLOCK` */
export function blockTime(client: EVMClient, dons: Runtime<unknown>): number {
  const { header } = client.headerByNumber(dons, {}).result();
  if (header === undefined) throw new Error("NO_BLOCK");
  return Number(header.timestamp);
}
