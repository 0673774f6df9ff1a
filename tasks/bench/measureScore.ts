import type { NetworkConnection } from "hardhat/types/network";
import {
  createPublicClient,
  custom,
  decodeFunctionData,
  size,
  type Hex,
  type PublicClient,
} from "viem";

import { MAX_BATCH, MAX_INPUT } from "../../deploy/local/don/packageQueue.ts";
import { LIMITS, RATES } from "../../deploy/local/don/host/limits.ts";
import type { CompiledWorkflow } from "../../deploy/local/don/host/workerNode.ts";
import { openScoringDon, packageScorer } from "../../deploy/local/don/scoringDon.ts";
import { generateLeads } from "../../deploy/local/leads/generateLeads.ts";
import { donKeyOf } from "../../deploy/sdk/actions/lead/donQueue.ts";
import { bodyOf, forwarderAbi } from "../../deploy/sdk/report/forwarderReport.ts";
import { sealPackage } from "../../deploy/sdk/report/leadPackage.ts";
import { reportGasLimit } from "../../deploy/sdk/report/leadReport.ts";
import { bareVenue, openMarket, type Market } from "../scenarios/day/market.ts";
import { endow } from "./bulk.ts";

const VERTICAL = "solar.residential";
/** Its root: what the seller is licensed for. */
const ROOT = "solar";
/** Bytes of a report that belong to no lead. */
const HEADER = 42;
/** Consensus calls of a run that are no reports: the block's time, the epoch, the end of the key before. */
const OTHER_CONSENSUS_CALLS = 3;
const MINUTE = 60_000;

/** What scoring leads takes. */
export interface ScoringCosts {
  /** Through the plugin, the forwarder and the contracts on this machine, one run after the other. */
  readonly leadsPerMinute: number;
  /** By HTTP alone, as CRE's stricter published limits allow with the measured bytes, calls and gas. */
  readonly leadsPerMinuteAtLimits: number;
  /** Of a full run, its reports' transactions included. */
  readonly secondsPerRun: number;
  readonly leadsPerReport: number;
  readonly reportsPerRun: number;
  /** Gas of the transaction that reports, mints and lists a lead alone, and of each lead of a full report. */
  readonly gasPerLeadBatch1: number;
  readonly gasPerLeadBatchFull: number;
  /** Of a full report, its header shared. */
  readonly reportBytesPerLead: number;
  /** The largest package that was handed in. */
  readonly packageBytes: number;
}

/** A report as it was mined. */
interface MinedReport {
  readonly leads: number;
  readonly gas: number;
  readonly bytes: number;
}

/**
 * Has leads scored by the workflow in CRE's plugin, in runs as large as the queue makes them, and one alone. Contracts must be built.
 * @param runs full runs to measure.
 */
export async function measureScore(
  connection: NetworkConnection<"op">,
  workflow: CompiledWorkflow,
  runs: number,
  progress: (line: string) => void,
): Promise<ScoringCosts> {
  await using venue = await bareVenue(connection);
  const market = await openMarket(venue, [ROOT]);
  await endow(market);
  const { protocol } = market;
  const publicClient = createPublicClient({ transport: custom(connection.provider) });
  const don = await openScoringDon({
    publicClient,
    protocol,
    workflow,
    cursor: undefined,
    save: () => undefined,
    log: progress,
  });
  const score = packageScorer(don.ask);
  const scored = async (packages: readonly string[]): Promise<MinedReport[]> => {
    const fromBlock = (await publicClient.getBlockNumber({ cacheTime: 0 })) + 1n;
    const codes = await score(packages);
    const other = codes.find((code) => code !== "ATTESTED");
    if (other !== undefined) throw new Error(`The workflow says ${other}.`);
    return minedReports(market, publicClient, fromBlock);
  };

  const packages = await packagesOf(market, runs * MAX_BATCH + 2);
  const [warm = "", alone = "", ...others] = packages;
  // The first mint writes what later ones find.
  await scored([warm]);
  const [single] = await scored([alone]);
  progress(`Scoring ${others.length} leads in ${runs} runs`);
  const reports: MinedReport[] = [];
  const start = performance.now();
  for (let run = 0; run < runs; run++) {
    reports.push(...(await scored(others.slice(run * MAX_BATCH, (run + 1) * MAX_BATCH))));
  }
  const milliseconds = performance.now() - start;

  const leads = Math.max(...reports.map((report) => report.leads));
  const full = reports.filter((report) => report.leads === leads);
  const mean = (valueOf: (report: MinedReport) => number) =>
    Math.round(full.reduce((sum, report) => sum + valueOf(report), 0) / full.length);
  const measured = {
    leadsPerReport: leads,
    reportsPerRun: reports.length / runs,
    reportBytesPerLead: mean(({ bytes }) => (bytes - HEADER) / leads),
    packageBytes: Math.max(...packages.map((text) => Buffer.byteLength(text))),
  };
  return {
    leadsPerMinute: Math.round((others.length * MINUTE) / milliseconds),
    leadsPerMinuteAtLimits: leadsPerMinuteAtLimits(measured),
    secondsPerRun: Number((milliseconds / runs / 1_000).toFixed(2)),
    ...measured,
    gasPerLeadBatch1: single?.gas ?? 0,
    gasPerLeadBatchFull: mean(({ gas }) => gas / leads),
  };
}

/** See the README of the workflows. */
function leadsPerMinuteAtLimits({
  reportBytesPerLead,
  packageBytes,
}: Pick<ScoringCosts, "reportBytesPerLead" | "packageBytes">): number {
  const byBytes = Math.floor((LIMITS.reportBytes - HEADER) / reportBytesPerLead);
  const gasOfOne = reportGasLimit(1);
  const gasOfEach = reportGasLimit(2) - gasOfOne;
  const byGas = 1 + Math.floor(Number((BigInt(LIMITS.reportGas) - gasOfOne) / gasOfEach));
  const perReport = Math.min(byBytes, byGas);
  const byConsensus = perReport * (LIMITS.consensusCalls - OTHER_CONSENSUS_CALLS);
  const byInput = Math.floor(MAX_INPUT / packageBytes);
  const { runs, milliseconds } = RATES.httpTrigger;
  const runsPerMinute = (runs * MINUTE) / milliseconds;
  return runsPerMinute * Math.min(MAX_BATCH, byConsensus, byInput);
}

async function packagesOf(market: Market, count: number): Promise<string[]> {
  const verticals = [...market.verticals.values()].filter(({ slug }) => slug === VERTICAL);
  const now = await market.now();
  const leads = generateLeads({ seed: "bench/score", first: 0, count, now, verticals });
  const key = await donKeyOf(market);
  const reference = { chainId: market.chainId, verifier: market.protocol.verifier.address };
  const packages: string[] = [];
  for (const lead of leads) {
    const disclosure = await market.disclose(market.sellers.honest, lead);
    packages.push(sealPackage(disclosure, key, reference));
  }
  return packages;
}

/** Reports that minted all of their leads, from a block on. */
async function minedReports(
  { protocol }: Market,
  client: PublicClient,
  fromBlock: bigint,
): Promise<MinedReport[]> {
  const minted = await protocol.verifier.getEvents.LeadAttested({}, { fromBlock });
  const hashes = [...new Set(minted.map(({ transactionHash }) => transactionHash))];
  return Promise.all(
    hashes.map(async (hash) => {
      const { input } = await client.getTransaction({ hash });
      const { gasUsed } = await client.getTransactionReceipt({ hash });
      const { args } = decodeFunctionData({ abi: forwarderAbi, data: input });
      const body = bodyOf(args[1] as Hex);
      return {
        leads: minted.filter(({ transactionHash }) => transactionHash === hash).length,
        gas: Number(gasUsed),
        bytes: size(body),
      };
    }),
  );
}
