import { EVMClient, HTTPCapability, logTriggerConfig } from "@chainlink/cre-sdk";
import { getAbiItem, toEventSelector, type Address } from "viem";

import { creVerifierAbi } from "../../sdk/generated/abis.ts";

/** Where packages come from and reports go to. */
export interface LeadsConfig {
  readonly chainId: number;
  /** Chainlink's selector of the chain, decimal. */
  readonly chainSelector: string;
  readonly verifier: Address;
  /** Accounts that may hand in packages: the queue's. */
  readonly authorizedKeys: readonly Address[];
}

const LEAD_SUBMITTED = toEventSelector(getAbiItem({ abi: creVerifierAbi, name: "LeadSubmitted" }));

/** Starts a run for each request of the queue. */
export function requested({ authorizedKeys }: LeadsConfig) {
  const keys = authorizedKeys.map((publicKey) => ({
    type: "KEY_TYPE_ECDSA_EVM" as const,
    publicKey,
  }));
  return new HTTPCapability().trigger({ authorizedKeys: keys });
}

/** Starts a run for each package that is posted on chain. */
export function submitted({ chainSelector, verifier }: LeadsConfig) {
  return new EVMClient(BigInt(chainSelector)).logTrigger(
    logTriggerConfig({
      addresses: [verifier],
      topics: [[LEAD_SUBMITTED]],
      // What a reorganisation takes back is scored all the same: the seller signed it.
      confidence: "LATEST",
    }),
  );
}
