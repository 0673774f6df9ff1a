import { type Hex } from "viem";

import {
  donKeyOf,
  packageStateOf,
  queuePackage,
} from "../../../deploy/sdk/actions/lead/donQueue.ts";
import type { Client } from "../../../deploy/sdk/client.ts";
import { packageRefused } from "../../../deploy/sdk/errors/packageCodes.ts";
import { submissionDigest } from "../../../deploy/sdk/lead/leadSubmission.ts";
import type { LeadDisclosure } from "../../../deploy/sdk/report/disclosure.ts";
import { sealPackage } from "../../../deploy/sdk/report/leadPackage.ts";
import type { Market } from "./market.ts";

/** How long an answer of the queue may take, milliseconds. */
const WAIT = 30_000;

/** What became of a disclosed lead: its id, or the revert data with which the contracts refused it. */
export type Attestation = { readonly transactionHash: Hex } & (
  { readonly leadId: bigint } | { readonly reason: Hex }
);

/**
 * Has leads attested, in their order: by the venue's DON where there is one, whose workflow scores them; else by one report that the day
 * signs itself.
 */
export function attestAll(
  market: Market,
  disclosures: readonly LeadDisclosure[],
): Promise<Attestation[]> {
  return market.hasDon ? throughQueue(market, disclosures) : bySignedReport(market, disclosures);
}

async function throughQueue(
  market: Market,
  disclosures: readonly LeadDisclosure[],
): Promise<Attestation[]> {
  const reference = { chainId: market.chainId, verifier: market.contracts.verifier.address };
  const key = await donKeyOf(market);
  const packages = disclosures.map((disclosure) => sealPackage(disclosure, key, reference));
  const queued = await Promise.all(packages.map((text) => queuePackage(market, text)));
  return Promise.all(queued.map(({ submissionHash }) => endOf(market, submissionHash)));
}

/** Waits for what becomes of a package in the DON's queue. @throws {LeadEngineError} a code of `packageCodes`: the workflow refuses it. */
export async function endOf(client: Client, submissionHash: Hex): Promise<Attestation> {
  for (;;) {
    const end = await packageStateOf(client, submissionHash, WAIT);
    const { state, leadId, reason, transactionHash = "0x", code = "" } = end;
    if (leadId !== undefined) return { leadId: BigInt(leadId), transactionHash };
    if (reason !== undefined) return { reason, transactionHash };
    if (state === "rejected") throw packageRefused(code);
  }
}

async function bySignedReport(
  market: Market,
  disclosures: readonly LeadDisclosure[],
): Promise<Attestation[]> {
  const { chainId, contracts } = market;
  const reference = { chainId, verifier: contracts.verifier.address };
  const reports = await Promise.all(disclosures.map((disclosure) => market.attest(disclosure)));
  const { receipt, attested, rejected, delivered } = await market.report(reports);
  if (!delivered) throw new Error("CREVerifier did not accept the report.");
  const { transactionHash } = receipt;
  return disclosures.map(({ submission }) => {
    const hash = submissionDigest(submission, reference);
    const mint = attested.find(({ submissionHash }) => submissionHash === hash);
    if (mint !== undefined) return { leadId: mint.leadId, transactionHash };
    const refusal = rejected.find(({ submissionHash }) => submissionHash === hash);
    return { reason: refusal?.reason ?? "0x", transactionHash };
  });
}
