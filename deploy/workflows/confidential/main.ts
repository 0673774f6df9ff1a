import {
  handlerInTee,
  Runner,
  type EVMLog,
  type HTTPPayload,
  type TeeConstraint,
  type TeeRuntime,
} from "@chainlink/cre-sdk";
import { hexToBigInt, hexToBytes, isHex, size, type Address, type Hex } from "viem";

import { leafVerticals } from "../../parameters/verticals.ts";
import type { Lead } from "../../sdk/lead/lead.ts";
import { candidatesOnChain, type BountiesConfig } from "../shared/candidatesOnChain.ts";
import { chainView } from "../shared/chainView.ts";
import { packageIn, packagesOf, type Outcome } from "../shared/exchange.ts";
import { judge, leadsOf } from "../shared/judgePackages.ts";
import { openPackageOf, type PackageContext } from "../shared/openPackageOf.ts";
import { readBudget, type TakeRead } from "../shared/readBudget.ts";
import { reportLeads } from "../shared/reportLeads.ts";
import { requested, submitted } from "../shared/triggers.ts";
import { walletsOnChain } from "../shared/walletsOnChain.ts";
import type { VendorChecks } from "../scoring/vendorChecks.ts";
import { askVendors } from "./askVendors.ts";
import { matchBounty, matchIn } from "./matchBounty.ts";
import { openBids, openingsIn, type OpeningsConfig } from "./openBids.ts";

/** The target's configuration. */
export interface Config extends OpeningsConfig, BountiesConfig {
  readonly nft: Address;
  /** The vendor gateway; without one, leads are scored by their form. */
  readonly vendorUrl?: string;
}

/** Where the handlers run. */
const TEES: TeeConstraint = [{ tee: "nitro", regions: ["us-west-2"] }];

/** Does what a request asks for, to open bids, to match a bounty or to score packages: CRE gives a workflow one HTTP trigger. */
export function serveRequest(runtime: TeeRuntime<Config>, payload: HTTPPayload): string {
  const secretOf = (epoch: number) => leadKeyOf(runtime, epoch);
  const openings = openingsIn(payload);
  if (openings !== undefined) return openBids(runtime, openings, secretOf);
  const match = matchIn(payload);
  if (match !== undefined) return matchBounty(runtime, match, secretOf);
  return scorePackages(runtime, payload);
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
  const take = readBudget();
  const context = contextOf(runtime, take);
  const intakes = packages.map((input) => openPackageOf(input, context));
  const judgements = judge(intakes, checksOf(runtime, leadsOf(intakes)), context);
  const dons = runtime.usingTheDons();
  const candidatesOf = candidatesOnChain(dons, runtime.config, take);
  const reports = judgements.flatMap((one) =>
    "report" in one ? [{ ...one.report, candidates: candidatesOf(one.report) }] : [],
  );
  const outcome: Outcome = {
    packages: judgements.map((one) =>
      "report" in one ? { submissionHash: one.submissionHash, code: "ATTESTED" } : one,
    ),
    reports: reportLeads(
      dons,
      (request) => runtime.reportFromDon(request),
      runtime.config,
      reports,
      context.observedAt,
    ),
  };
  return JSON.stringify(outcome);
}

/** The enclave's clock is its own, so time comes from the chain, as do the epochs. */
function contextOf(runtime: TeeRuntime<Config>, take: TakeRead): PackageContext {
  const { chainId, verifier, nft } = runtime.config;
  const dons = runtime.usingTheDons();
  const { observedAt, epochs } = chainView(dons, runtime.config);
  return {
    chainId,
    verifier,
    nft,
    verticals: leafVerticals(),
    epoch: epochs.current,
    leadKeys: new Map(epochs.alive.map((epoch) => [epoch, leadKeyOf(runtime, epoch)])),
    dedupSecret: hexToBytes(secretOf(runtime, "DEDUP_SECRET")),
    observedAt,
    askWallet: walletsOnChain(dons, runtime.config, take),
  };
}

/** What vendors say of leads. */
function checksOf(runtime: TeeRuntime<Config>, leads: readonly Lead[]): VendorChecks[] {
  const { vendorUrl } = runtime.config;
  if (vendorUrl === undefined || leads.length === 0) return leads.map(() => ({}));
  const { value: apiKey } = runtime.getSecret({ id: "VENDOR_API_KEY" }).result();
  return askVendors(runtime, { url: vendorUrl, apiKey }, leads);
}

/** The DON's secret of an epoch. */
function leadKeyOf(runtime: TeeRuntime<Config>, epoch: number): bigint {
  return hexToBigInt(secretOf(runtime, `LEAD_KEY_${epoch}`));
}

/** A secret of 32 hex bytes. Errors name it, never its value. */
function secretOf(runtime: TeeRuntime<Config>, id: string): Hex {
  const { value } = runtime.getSecret({ id }).result();
  if (!isHex(value) || size(value) !== 32) throw new Error(`BAD_SECRET ${id}`);
  return value;
}

/** The triggers of this workflow, and what each starts. */
export function workflow(config: Config) {
  return [
    handlerInTee(requested(config), serveRequest, TEES),
    handlerInTee(submitted(config), scoreSubmitted, TEES),
  ];
}

/** Called by what the SDK's compiler appends. */
export async function main() {
  const runner = await Runner.newRunner<Config>();
  await runner.run(workflow);
}
