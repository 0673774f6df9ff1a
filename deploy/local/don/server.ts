import { createWriteStream } from "node:fs";

import { createPublicClient, http, isHash } from "viem";
import { z } from "zod";

import { contentHash } from "../../sdk/crypto/content.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import { putContent } from "../../sdk/lead/contentStore.ts";
import { submissionDigest } from "../../sdk/lead/leadSubmission.ts";
import { leadPackageSchema, type LeadPackage } from "../../sdk/report/leadPackage.ts";
import type { PackageState } from "../../sdk/report/packageState.ts";
import { HttpError, jsonResponse, serve, type Service } from "../http.ts";
import { messageOf } from "../messageOf.ts";
import type { CompiledWorkflow } from "./host/workerNode.ts";
import { bountyAsker } from "./matchBounty.ts";
import { bidOpener } from "./openBids.ts";
import { MAX_PACKAGE, PackageQueue } from "./packageQueue.ts";
import { PackageStore } from "./packageStore.ts";
import { FAULTY_NODES } from "./report.ts";
import { startPump } from "./pump.ts";
import {
  LOCAL_HTTP_RATE,
  openScoringDon,
  packageScorer,
  type ScoringDonOptions,
} from "./scoringDon.ts";
import { verdictsOn } from "./verdicts.ts";

/** Longest time that an answer waits for a package's end, milliseconds. */
const MAX_WAIT = 30_000;
/** How long the DON waits when the chain does not answer, milliseconds. */
const CHAIN_WAIT = 1_000;
/** Longest time between two looks for packages that were posted on chain, milliseconds. */
const LOOK = 500;

/** How often the chain is asked for what is awaited, milliseconds. */
const POLLING_INTERVAL = 50;

/** What the DON serves, and where it answers. */
export interface DonOptions extends Pick<ScoringDonOptions, "protocol" | "vendorPort"> {
  readonly workflow: () => Promise<CompiledWorkflow>;
  /** JSON-RPC of the chain. */
  readonly rpc: string;
  /** Kubo RPC of the IPFS node that keeps ciphertexts. */
  readonly ipfs: string;
  /** SQLite file of the queue. */
  readonly queueFile: string;
  /** 0 takes a free one. */
  readonly port: number;
  /** File that gets a line for every request and every failure. */
  readonly log: string;
}

/**
 * Starts the local DON. It scores what is posted on chain, and what its door takes:
 * - `POST /packages` keeps a seller's package and answers `{submissionHash, state: "queued"}` at once;
 * - `GET /packages/<submissionHash>` tells what became of it, with `?wait=<milliseconds>` only once its end is known or the time is over;
 * - `POST /openings` has sealed bids opened and answers an `OpeningsOutcome` once their report is mined;
 * - `POST /matches` has a lead matched with a bounty that has private criteria and answers a `MatchOutcome` once its report is mined;
 * - `GET /health` describes the DON.
 *
 * Refusals are `{error, code}`; `packageCodes` says what to do about each.
 * @throws {LeadEngineError} `QUEUE_FAILED`: the queue's file cannot be used.
 */
export async function startDon(options: DonOptions): Promise<Service> {
  const { rpc, protocol, workflow, vendorPort, ipfs, queueFile, port, log } = options;
  const publicClient = createPublicClient({
    transport: http(rpc),
    pollingInterval: POLLING_INTERVAL,
  });
  const journal = createWriteStream(log, { flags: "a" });
  const note = (line: string) => journal.write(`${new Date().toISOString()} ${line}\n`);
  const store = new PackageStore(queueFile);
  const { verifier, don } = protocol;
  const firstBlock = Number(await publicClient.getBlockNumber({ cacheTime: 0 })) + 1;
  const scoring = workflow().then((compiled) =>
    openScoringDon({
      publicClient,
      protocol,
      workflow: compiled,
      vendorPort,
      cursor: store.cursor(),
      firstBlock,
      save: (cursor) => {
        store.keepCursor(cursor);
      },
      log: note,
    }),
  );
  // Whoever awaits it hears of its failure.
  scoring.catch(() => undefined);
  const ask = async (input: object) => (await scoring).ask(input);
  const openBids = bidOpener(ask);
  const matchBounty = bountyAsker(ask);
  const queue = new PackageQueue({
    store,
    run: packageScorer(ask),
    verdicts: (reported) => verdictsOn(publicClient, verifier.address, reported),
    now: Date.now,
    log: note,
  });
  const pump = startPump(async () => {
    try {
      await queue.work();
      await (await scoring).poll();
      return Math.min(queue.nextAttempt() ?? Infinity, Date.now() + LOOK);
    } catch (error) {
      note(`The DON waits: ${messageOf(error)}`);
      return Date.now() + CHAIN_WAIT;
    }
  });
  const chainId = await publicClient.getChainId();

  const take = async (request: Request): Promise<PackageState> => {
    const text = await request.text();
    const { submission, ciphertext } = readPackage(text);
    await putContent(ipfs, ciphertext);
    const state = queue.add({
      submissionHash: submissionDigest(submission, { chainId, verifier: verifier.address }),
      text,
      deadline: submission.deadline,
      block: await publicClient.getBlockNumber({ cacheTime: 0 }),
    });
    pump.kick();
    return state;
  };
  const health = async () => ({
    status: "ok",
    pid: process.pid,
    chainId: await publicClient.getChainId(),
    block: await publicClient.getBlockNumber({ cacheTime: 0 }),
    verifier: verifier.address,
    workflow: don.workflow,
    nodes: { count: don.signers.length, faulty: FAULTY_NODES },
    httpRate: LOCAL_HTTP_RATE,
    waiting: store.waiting(),
    ipfs,
  });

  const service = await serve(
    answering(async (request) => {
      const { pathname, searchParams } = new URL(request.url);
      const route = `${request.method} ${pathname}`;
      if (route === "POST /packages") return jsonResponse(await take(request), 202);
      if (route === "POST /openings") return jsonResponse(await openBids(request));
      if (route === "POST /matches") return jsonResponse(await matchBounty(request));
      if (route === "GET /health") return jsonResponse(await health());
      const [, hash] = /^GET \/packages\/(0x[0-9a-f]{64})$/.exec(route) ?? [];
      if (hash !== undefined && isHash(hash)) {
        const wait = Math.min(Math.max(Number(searchParams.get("wait")) || 0, 0), MAX_WAIT);
        const signal = wait > 0 ? AbortSignal.timeout(wait) : AbortSignal.abort();
        const state = await queue.endOf(hash, signal);
        if (state !== undefined) return jsonResponse(state);
        throw new HttpError(404, "The queue knows no package of this submission.");
      }
      throw new HttpError(
        404,
        `There is no ${route}, only POST /packages, GET /packages/<submissionHash>, POST /openings, POST /matches and GET /health.`,
      );
    }),
    { port, portOption: "--don-port", maxBody: MAX_PACKAGE, log },
  );
  return {
    url: service.url,
    close: async () => {
      await service.close();
      await Promise.all([pump.close(), queue.close()]);
      store.close();
      await new Promise<void>((resolve) => journal.end(resolve));
    },
  };
}

/** What is kept must at least be a package whose ciphertext is the one that was signed. Messages name the place, never the value. */
function readPackage(text: string): LeadPackage {
  let json: unknown;
  try {
    json = JSON.parse(text);
  } catch {
    throw new LeadEngineError("PACKAGE_MALFORMED", "The body is not JSON.");
  }
  const parsed = leadPackageSchema.safeParse(json);
  if (!parsed.success) {
    const issues = z.prettifyError(parsed.error);
    throw new LeadEngineError("PACKAGE_MALFORMED", `The body is not a package:\n${issues}`);
  }
  const { submission, ciphertext } = parsed.data;
  if (contentHash(ciphertext) === submission.contentHash) return parsed.data;
  throw new LeadEngineError(
    "CONTENT_MISMATCH",
    "The ciphertext is not the one that the submission names.",
  );
}

/** Answers a refusal with its code. */
function answering(handle: (request: Request) => Promise<Response>) {
  return async (request: Request): Promise<Response> => {
    try {
      return await handle(request);
    } catch (error) {
      if (!(error instanceof LeadEngineError)) throw error;
      const { code, says, next } = error;
      return jsonResponse({ error: says, code, next }, STATUS[code] ?? 422);
    }
  };
}

const STATUS: Readonly<Record<string, number>> = { QUEUE_FAILED: 507, SERVICE_FAILED: 502 };
