import { readFile } from "node:fs/promises";
import path from "node:path";

import { expect } from "chai";
import hre from "hardhat";

import { LIMITS, RATES } from "../../deploy/local/don/host/limits.ts";
import { MAX_BATCH, MAX_INPUT } from "../../deploy/local/don/packageQueue.ts";
import { loadVerticals } from "../../deploy/parameters/verticals.ts";
import { MAX_COMMITS } from "../../deploy/sdk/actions/bid/commitBids.ts";
import { QUICKNET } from "../../deploy/sdk/bid/beaconChain.ts";
import { reportGasLimit } from "../../deploy/sdk/report/leadReport.ts";
import gas from "../gas/snapshot.json" with { type: "json" };
import measured from "./scaling.json" with { type: "json" };

/** https://docs.base.org/base-chain/network-information/throughput-and-limits, read in November 2026. */
const BASE = { blockGas: 400_000_000, blockSeconds: 2, transactionGas: 2 ** 24 };
/** https://thegraph.com/docs/en/querying/querying-the-graph/, read in November 2026. */
const FREE_QUERIES = 100_000;

const DAY = 86_400;
const MINUTE = 60;
const MILLION = 1e6;
const VOLUMES = [10_000, 100_000, 1_000_000] as const;
const [PLANNED, , MOST] = VOLUMES;
const BIDS = 5;
const OFFICE_HOURS = 8;

const sale = {
  list: gas.listPerLead,
  commits: BIDS * gas.commitBatchPerBid,
  reveals: BIDS * gas.revealBatchPerBid,
  deliver: gas.deliver,
};
const saleGas = sale.list + sale.commits + sale.reveals + sale.deliver;
const baseGas = (BASE.blockGas * DAY) / BASE.blockSeconds;

const runsADay = ({ runs, milliseconds }: { runs: number; milliseconds: number }) =>
  (runs * DAY * 1_000) / milliseconds;
const byHttp = runsADay(RATES.httpTrigger) * MAX_BATCH;
const byLog = runsADay(RATES.logTrigger);
const { packageBytes } = measured.package;
const fullRun = Math.floor(MAX_INPUT / packageBytes);
const byFullRuns = runsADay(RATES.httpTrigger) * fullRun;
const perReport =
  1 +
  Math.floor(
    (LIMITS.reportGas - Number(reportGasLimit(1))) / Number(reportGasLimit(2) - reportGasLimit(1)),
  );

const { eventsPerSecond, neededPerSecondAt10kLeadsADay } = measured.index;
const eventsPerLead = (neededPerSecondAt10kLeadsADay * DAY) / PLANNED;
const indexedADay = (eventsPerSecond * DAY) / eventsPerLead;

const { desks, cpuSeconds, ...soak } = measured.soak;
const costOf = ({ count, milliseconds }: { count: number; milliseconds: number }) =>
  milliseconds / count;
const [pack, seal, open, prove] = [desks.pack, desks.seal, desks.open, desks.prove].map(costOf) as [
  number,
  number,
  number,
  number,
];
/** Seconds of processor time by who uses it. */
const parties = Object.values(desks).reduce((sum, desk) => sum + desk.milliseconds / 1_000, 0);
const parts = {
  "the parties' computations": parties,
  "the first thread: RPC server, services, the soak itself": cpuSeconds.firstThread,
  "the DON's workflow in CRE's plugin, the EVM":
    cpuSeconds.process - cpuSeconds.firstThread - parties,
  "Graph Node and PostgreSQL": cpuSeconds.children,
  "two agents, each a process of its own": cpuSeconds.agents,
};
const cpu = Object.values(parts).reduce((sum, seconds) => sum + seconds, 0);
const GOAL = { leads: 10_000, minutes: 15 };
const roots = loadVerticals().filter(({ isLeaf }) => !isLeaf).length;
const leadsPerSecond = MOST / DAY;

const whole = (value: number) => Math.round(value).toLocaleString("en");
const fixed = (value: number, digits: number) =>
  value.toLocaleString("en", { minimumFractionDigits: digits, maximumFractionDigits: digits });
const percent = (share: number, digits: number) => `${fixed(100 * share, digits)} %`;
const duration = (seconds: number) =>
  seconds < 3_600 ? `${fixed(seconds / MINUTE, 0)} min` : `${fixed(seconds / 3_600, 1)} h`;
/** A row of a table: what, and a cell for each volume. */
const row = (what: string, cellOf: (leads: number) => string) =>
  `| ${what} | ${VOLUMES.map(cellOf).join(" | ")} |`;
const onACore = (milliseconds: number) => whole((DAY * 1_000) / milliseconds);

/** All that the page says with numbers. */
const CLAIMS = {
  "Gas on Base": [
    `| attest, mint and list, in a report of ten | ${whole(sale.list)} |`,
    `| five commitments, each of a bidder's five bids | ${whole(sale.commits)} |`,
    `| five openings in one call | ${whole(sale.reveals)} |`,
    `| delivery | ${whole(sale.deliver)} |`,
    `| **the sale** | ${whole(saleGas)} |`,
    `about ${whole(BASE.blockGas)} gas a block, a block every ${BASE.blockSeconds} s, and at most ${whole(BASE.transactionGas)} gas a transaction`,
    `${whole(baseGas / MILLION)} million gas a day, or ${whole(baseGas / saleGas)} such sales`,
    row("leads a day", whole),
    row("a second", (leads) => fixed(leads / DAY, 2)),
    row("million gas a day", (leads) => whole((leads * saleGas) / MILLION)),
    row("of Base's gas", (leads) => percent((leads * saleGas) / baseGas, 2)),
    row(`of Base's gas, if a day's leads come in ${OFFICE_HOURS} hours`, (leads) =>
      percent((24 / OFFICE_HOURS) * ((leads * saleGas) / baseGas), 2),
    ),
    row("million gas in each block", (leads) =>
      fixed((leads * saleGas * BASE.blockSeconds) / DAY / MILLION, 2),
    ),
  ],
  "The DON": [
    `starts ${RATES.httpTrigger.runs} run a minute; a run takes ${MAX_BATCH} leads`,
    `starts ${RATES.logTrigger.runs} runs in ${RATES.logTrigger.milliseconds / 1_000} s, of one lead each`,
    row("leads a minute", (leads) => fixed((leads * MINUTE) / DAY, 1)),
    row(`of the HTTP trigger, ${whole(byHttp)} a day`, (leads) => percent(leads / byHttp, 0)),
    row(`of the log trigger, ${whole(byLog)} a day`, (leads) => percent(leads / byLog, 0)),
    row(`reports of ${perReport} leads a day`, (leads) => whole(leads / perReport)),
    `together the triggers take ${whole(byHttp + byLog)} leads a day`,
    `Let a run take ${fullRun} leads instead, as many as fit into ${whole(MAX_INPUT)} bytes of input by ${whole(packageBytes)} bytes a package: ${whole(byFullRuns)} a day by HTTP`,
    `asked ${Math.ceil(fullRun / MAX_BATCH)} times a run then, and a run may make ${LIMITS.httpCalls} calls`,
    `${whole(MOST)} leads a day are ${fixed(MOST / byFullRuns, 1)} times the HTTP trigger's rate with full runs, or one run in ${fixed((DAY * fullRun) / MOST, 0)} s`,
  ],
  "The index": [
    `A sale is about ${whole(eventsPerLead)} events. Graph Node indexed ${whole(eventsPerSecond)} events a second`,
    row("events a second", (leads) => whole((leads * eventsPerLead) / DAY)),
    row("of one indexer", (leads) => percent(leads / indexedADay, 1)),
    row("to index a day again", (leads) => duration((leads * eventsPerLead) / eventsPerSecond)),
    `One indexer carries ${whole(indexedADay)} leads a day`,
    `asks every 10 s asks ${whole((30 * DAY) / 10)} times in 30 days`,
    `has ${whole(FREE_QUERIES)} queries a month`,
  ],
  "Bidders, openers, sellers": [
    `| a seller | encrypts, signs and packs a lead | ${fixed(pack, 1)} | ${onACore(pack)} |`,
    `| a bidder | seals a bid to a round of drand | ${fixed(seal, 1)} | ${onACore(seal)} |`,
    `| anyone, for all five bids | opens bids with a round's signature | ${fixed(BIDS * open, 1)} | ${onACore(BIDS * open)} |`,
    `| the seller | proves a delivery | ${fixed(prove, 1)} | ${onACore(prove)} |`,
    `drand signs ${whole(DAY / QUICKNET.period)} rounds a day`,
    `commits ${MAX_COMMITS} bids; one that bids on each of ${whole(MOST)} leads a day sends one every ${fixed(MAX_COMMITS / leadsPerSecond, 1)} s`,
    `so ${roots} roots are ${roots} agents`,
    `at ${whole(MOST)} leads a day ${fixed(leadsPerSecond / roots, 1)} leads a second for each, of which sealing takes ${percent((leadsPerSecond / roots) * (seal / 1_000), 1)} of a core`,
    `worker that sends, for the nonces, ${MAX_COMMITS} bids at once`,
  ],
  "One machine, and a second": [
    `${whole(soak.leads)} leads with ${whole(soak.bids)} bids took ${whole(soak.seconds)} s on two cores, ${whole((soak.leads * MINUTE) / soak.seconds)} a minute`,
    `memory went from ${whole(soak.rssStartMb)} to ${whole(soak.rssEndMb)} MB`,
    ...Object.entries(parts).map(
      ([what, seconds]) =>
        `| ${what} | ${whole((seconds * 1_000) / soak.leads)} | ${percent(seconds / cpu, 0)} |`,
    ),
    `| **all** | ${whole((cpu * 1_000) / soak.leads)} | ${percent(1, 0)} |`,
    `${whole(GOAL.leads)} leads in ${GOAL.minutes} minutes need ${fixed((cpu / soak.leads) * (GOAL.leads / (GOAL.minutes * MINUTE)), 1)} cores`,
  ],
};

describe("deploy/SCALING.md", () => {
  let page: string;
  before(async () => {
    const text = await readFile(path.join(hre.config.paths.root, "deploy", "SCALING.md"), "utf8");
    page = text.replaceAll(/\s+/g, " ");
  });

  for (const [section, claims] of Object.entries(CLAIMS)) {
    it(`says what follows from limits, gas figures and measurements: ${section}`, () => {
      for (const claim of claims) expect(page).to.include(claim);
    });
  }

  it("has no other number", () => {
    const claims = Object.values(CLAIMS).flat();
    const left = claims.reduce((text, claim) => text.replaceAll(claim, ""), page);
    const prose = left
      .replaceAll(/\]\([^)]*\)|`[^`]*`/g, "")
      .replaceAll(/What 10,000, 100,000 and 1,000,000 leads a day|(?<= )[1-9]\. /g, "");
    expect(prose.match(/[^ ]*\d[^ ]*/g) ?? []).to.deep.equal([]);
  });
});
