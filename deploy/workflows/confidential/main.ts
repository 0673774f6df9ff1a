import {
  EVMClient,
  handlerInTee,
  HTTPCapability,
  prepareReportRequest,
  Runner,
  TxStatus,
  type HTTPPayload,
  type TeeRuntime,
} from "@chainlink/cre-sdk";
import { bytesToString, hexToBigInt, hexToBytes, isHex, size, type Address, type Hex } from "viem";

import { leafVerticals } from "../../parameters/verticals.ts";
import type { Lead } from "../../sdk/lead/lead.ts";
import { encodeLeadReports, reportGasLimit, type LeadReport } from "../../sdk/report/leadReport.ts";
import { reportOf } from "../attestLead.ts";
import type { VendorChecks } from "../scoring/vendorChecks.ts";
import { askVendors } from "./askVendors.ts";
import { openPackageOf, type PackageContext } from "./openPackageOf.ts";

/** The target's configuration. */
export interface Config {
  readonly chainId: number;
  /** Chainlink's selector of the chain, decimal. */
  readonly chainSelector: string;
  readonly verifier: Address;
  readonly nft: Address;
  /** Accounts that may hand in packages: the queue's. */
  readonly authorizedKeys: readonly Address[];
  /** Epochs of the DON's key that are accepted. */
  readonly epochs: readonly number[];
  /** The vendor gateway; without one, leads are scored by their form. */
  readonly vendorUrl?: string;
}

/** Bytes that a report may have. */
const MAX_REPORT_BYTES = 5_000;

/** What became of a batch, in the order that it came in. It is public: codes and digests only. */
interface Outcome {
  readonly packages: readonly { readonly submissionHash?: Hex; readonly code: string }[];
  /** How the transactions of the reports ended. */
  readonly reports: readonly string[];
}

/**
 * Scores a batch of packages and reports it: `{"packages": […]}` comes in, `{"packages": [{submissionHash, code}], "reports": […]}` goes
 * out, with the code `ATTESTED` for what was reported.
 */
export function scorePackages(runtime: TeeRuntime<Config>, payload: HTTPPayload): string {
  const context = contextOf(runtime);
  const intakes = packagesOf(payload).map((input) => openPackageOf(input, context));
  const good = intakes.flatMap((intake) => ("opened" in intake ? [intake] : []));
  const checks = checksOf(
    runtime,
    good.map(({ opened }) => opened.lead),
  );
  const reports = good.map(({ disclosure, opened }, index) =>
    reportOf(disclosure, opened, context, checks[index]),
  );
  const outcome: Outcome = {
    packages: intakes.map((intake) =>
      "opened" in intake ? { submissionHash: intake.submissionHash, code: "ATTESTED" } : intake,
    ),
    reports: inBodies(reports).map((body) => send(runtime, body)),
  };
  return JSON.stringify(outcome);
}

function packagesOf(payload: HTTPPayload): unknown[] {
  try {
    const { packages } = JSON.parse(bytesToString(payload.input)) as { packages?: unknown };
    return Array.isArray(packages) ? packages : [];
  } catch {
    return [];
  }
}

/** The enclave's clock is its own, so time comes from the chain. */
function contextOf(runtime: TeeRuntime<Config>): PackageContext {
  const { chainId, verifier, nft, epochs, chainSelector } = runtime.config;
  const client = new EVMClient(BigInt(chainSelector));
  const { header } = client.headerByNumber(runtime.usingTheDons(), {}).result();
  if (header === undefined) throw new Error("NO_BLOCK");
  return {
    chainId,
    verifier,
    nft,
    verticals: leafVerticals(),
    leadKeys: new Map(
      epochs.map((epoch) => [epoch, hexToBigInt(secretOf(runtime, `LEAD_KEY_${epoch}`))]),
    ),
    dedupSecret: hexToBytes(secretOf(runtime, "DEDUP_SECRET")),
    observedAt: Number(header.timestamp),
  };
}

/** What vendors say of leads. */
function checksOf(runtime: TeeRuntime<Config>, leads: readonly Lead[]): VendorChecks[] {
  const { vendorUrl } = runtime.config;
  if (vendorUrl === undefined || leads.length === 0) return leads.map(() => ({}));
  const { value: apiKey } = runtime.getSecret({ id: "VENDOR_API_KEY" }).result();
  return askVendors(runtime, { url: vendorUrl, apiKey }, leads);
}

/** A secret of 32 hex bytes. Errors name it, never its value. */
function secretOf(runtime: TeeRuntime<Config>, id: string): Hex {
  const { value } = runtime.getSecret({ id }).result();
  if (!isHex(value) || size(value) !== 32) throw new Error(`BAD_SECRET ${id}`);
  return value;
}

/** Bodies of reports, each as full as it may be. */
function inBodies(reports: readonly LeadReport[]): { body: Hex; leads: number }[] {
  const bodies: { body: Hex; leads: number }[] = [];
  let batch: LeadReport[] = [];
  for (const report of reports) {
    const body = encodeLeadReports([...batch, report]);
    if (batch.length > 0 && size(body) > MAX_REPORT_BYTES) {
      bodies.push({ body: encodeLeadReports(batch), leads: batch.length });
      batch = [];
    }
    batch.push(report);
  }
  if (batch.length > 0) bodies.push({ body: encodeLeadReports(batch), leads: batch.length });
  return bodies;
}

/** Has the DON sign a report and carry it to the verifier. */
function send(runtime: TeeRuntime<Config>, { body, leads }: { body: Hex; leads: number }): string {
  const { chainSelector, verifier } = runtime.config;
  const report = runtime.reportFromDon(prepareReportRequest(body)).result();
  const { txStatus } = new EVMClient(BigInt(chainSelector))
    .writeReport(runtime.usingTheDons(), {
      receiver: verifier,
      report,
      gasConfig: { gasLimit: String(reportGasLimit(leads)) },
    })
    .result();
  return TxStatus[txStatus];
}

/** The triggers of this workflow, and what each starts. */
export function workflow(config: Config) {
  const authorizedKeys = config.authorizedKeys.map((publicKey) => ({
    type: "KEY_TYPE_ECDSA_EVM" as const,
    publicKey,
  }));
  return [
    handlerInTee(new HTTPCapability().trigger({ authorizedKeys }), scorePackages, [
      { tee: "nitro", regions: ["us-west-2"] },
    ]),
  ];
}

/** Called by what the SDK's compiler appends. */
export async function main() {
  const runner = await Runner.newRunner<Config>();
  await runner.run(workflow);
}
