import {
  EVMClient,
  handlerInTee,
  HTTPCapability,
  logTriggerConfig,
  prepareReportRequest,
  Runner,
  TxStatus,
  type EVMLog,
  type HTTPPayload,
  type TeeRuntime,
} from "@chainlink/cre-sdk";
import {
  bytesToHex,
  bytesToString,
  decodeAbiParameters,
  getAbiItem,
  hexToBigInt,
  hexToBytes,
  hexToString,
  isHex,
  size,
  toEventSelector,
  type Address,
  type Hex,
} from "viem";

import { leafVerticals } from "../../parameters/verticals.ts";
import { creVerifierAbi } from "../../sdk/generated/abis.ts";
import type { Lead } from "../../sdk/lead/lead.ts";
import { reportOf } from "../attestLead.ts";
import type { VendorChecks } from "../scoring/vendorChecks.ts";
import { askVendors } from "./askVendors.ts";
import { donEpochs } from "./donEpochs.ts";
import { openPackageOf, type PackageContext } from "./openPackageOf.ts";
import { reportBodies, type ReportBody } from "./reportBodies.ts";

/** The target's configuration. */
export interface Config {
  readonly chainId: number;
  /** Chainlink's selector of the chain, decimal. */
  readonly chainSelector: string;
  readonly verifier: Address;
  readonly nft: Address;
  /** Accounts that may hand in packages: the queue's. */
  readonly authorizedKeys: readonly Address[];
  /** The vendor gateway; without one, leads are scored by their form. */
  readonly vendorUrl?: string;
}

/** Where the handlers run. */
const TEES: Parameters<typeof handlerInTee>[2] = [{ tee: "nitro", regions: ["us-west-2"] }];
const LEAD_SUBMITTED = toEventSelector(getAbiItem({ abi: creVerifierAbi, name: "LeadSubmitted" }));

/** `ReceiverContractExecutionStatus.REVERTED` of the EVM capability, which the SDK does not export. */
const RECEIVER_REVERTED = 1;

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
  return score(runtime, packagesOf(payload));
}

/** The same for a package that was posted on chain. */
export function scoreSubmitted(runtime: TeeRuntime<Config>, log: EVMLog): string {
  return score(runtime, [packageIn(log)]);
}

function score(runtime: TeeRuntime<Config>, packages: readonly unknown[]): string {
  const context = contextOf(runtime);
  const intakes = packages.map((input) => openPackageOf(input, context));
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
    reports: reportBodies(reports, headerOf(runtime.config, context)).map((report) =>
      send(runtime, report),
    ),
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

/** Anybody can post anything: what is no JSON is no package. */
function packageIn(log: EVMLog): unknown {
  try {
    const [text] = decodeAbiParameters([{ type: "bytes" }], bytesToHex(log.data));
    return JSON.parse(hexToString(text));
  } catch {
    return undefined;
  }
}

function headerOf({ chainSelector, verifier }: Config, { observedAt }: PackageContext) {
  return { chainSelector: BigInt(chainSelector), receiver: verifier, observedAt };
}

/** The enclave's clock is its own, so time comes from the chain, as do the epochs. */
function contextOf(runtime: TeeRuntime<Config>): PackageContext {
  const { chainId, verifier, nft, chainSelector } = runtime.config;
  const client = new EVMClient(BigInt(chainSelector));
  const dons = runtime.usingTheDons();
  const { header } = client.headerByNumber(dons, {}).result();
  if (header === undefined) throw new Error("NO_BLOCK");
  const observedAt = Number(header.timestamp);
  const { current, alive } = donEpochs(client, dons, verifier, observedAt);
  return {
    chainId,
    verifier,
    nft,
    verticals: leafVerticals(),
    epoch: current,
    leadKeys: new Map(
      alive.map((epoch) => [epoch, hexToBigInt(secretOf(runtime, `LEAD_KEY_${epoch}`))]),
    ),
    dedupSecret: hexToBytes(secretOf(runtime, "DEDUP_SECRET")),
    observedAt,
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

/** Has the DON sign a report and carry it to the verifier. A transaction can succeed in which the verifier refused the report. */
function send(runtime: TeeRuntime<Config>, { body, gasLimit }: ReportBody): string {
  const { chainSelector, verifier } = runtime.config;
  const report = runtime.reportFromDon(prepareReportRequest(body)).result();
  const { txStatus, receiverContractExecutionStatus } = new EVMClient(BigInt(chainSelector))
    .writeReport(runtime.usingTheDons(), {
      receiver: verifier,
      report,
      gasConfig: { gasLimit: String(gasLimit) },
    })
    .result();
  const isRefused = receiverContractExecutionStatus === RECEIVER_REVERTED;
  return isRefused ? "REFUSED" : TxStatus[txStatus];
}

/** The triggers of this workflow, and what each starts. */
export function workflow(config: Config) {
  const authorizedKeys = config.authorizedKeys.map((publicKey) => ({
    type: "KEY_TYPE_ECDSA_EVM" as const,
    publicKey,
  }));
  const submitted = new EVMClient(BigInt(config.chainSelector)).logTrigger(
    logTriggerConfig({
      addresses: [config.verifier],
      topics: [[LEAD_SUBMITTED]],
      // What a reorganisation takes back is scored all the same: the seller signed it.
      confidence: "LATEST",
    }),
  );
  return [
    handlerInTee(new HTTPCapability().trigger({ authorizedKeys }), scorePackages, TEES),
    handlerInTee(submitted, scoreSubmitted, TEES),
  ];
}

/** Called by what the SDK's compiler appends. */
export async function main() {
  const runner = await Runner.newRunner<Config>();
  await runner.run(workflow);
}
