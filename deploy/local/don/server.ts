import { randomBytes } from "node:crypto";

import type { NetworkConnection } from "hardhat/types/network";
import { decodeErrorResult, type Hex } from "viem";
import { z } from "zod";

import { leafVerticals } from "../../parameters/verticals.ts";
import { chainTime } from "../../sdk/actions/chainTime.ts";
import { cidOf } from "../../sdk/crypto/cid.ts";
import { errorAbi } from "../../sdk/errors/decodeRevert.ts";
import { getContent, putContent } from "../../sdk/lead/contentStore.ts";
import { submissionDigest } from "../../sdk/lead/leadSubmission.ts";
import {
  disclosureSchema,
  type LeadDisclosure,
  type PostedDisclosure,
} from "../../sdk/report/disclosure.ts";
import { scoreOf, type LeadReport } from "../../sdk/report/leadReport.ts";
import type { deployWithDon } from "../deployWithDon.ts";
import { HttpError, jsonResponse, serve, type Service } from "../http.ts";
import { attestLead } from "../../workflows/attestLead.ts";
import { messageOf } from "../messageOf.ts";
import { reportLeads } from "./report.ts";
import { ReportQueue } from "./reportQueue.ts";

/** Largest disclosure, bytes: the largest block that IPFS nodes exchange, in base64, and some room. */
const MAX_DISCLOSURE = 4 * 1_024 * 1_024;

/** What the local DON needs. */
interface IntakeContext {
  readonly connection: NetworkConnection<"op">;
  readonly protocol: Awaited<ReturnType<typeof deployWithDon>>;
  /** Kubo RPC of the IPFS node that keeps attested ciphertexts. */
  readonly ipfs: string;
}

/** Where the DON answers. */
export interface DonOptions extends IntakeContext {
  /** 0 takes a free one. */
  readonly port: number;
  /** File that gets a line for every request. */
  readonly log: string;
}

/** Why the contracts refused a lead. */
interface Rejection {
  /** Name of the contract's error; undefined when it gave none. */
  readonly error: string | undefined;
  readonly message: string;
  /** Revert data. */
  readonly reason: Hex;
}

/** What the DON answers about a lead. */
type IntakeResult = {
  readonly submissionHash: Hex;
  readonly cid: string;
  readonly score: number;
  /** Of the report. */
  readonly transactionHash: Hex;
} & ({ readonly leadId: bigint } | { readonly rejected: Rejection });

/**
 * Starts the local DON's server: `POST /leads` takes a seller's disclosure and answers when the report is mined, with the lead's id or why
 * the contracts refused it; `GET /health` describes the DON.
 */
export async function startDon({ port, log, ...context }: DonOptions): Promise<Service> {
  const intake = await openIntake(context);
  return serve(
    async (request) => {
      const { pathname } = new URL(request.url);
      const route = `${request.method} ${pathname}`;
      if (route === "POST /leads") return jsonResponse(await intake.take(await parse(request)));
      if (route === "GET /health") return jsonResponse(await intake.health());
      throw new HttpError(404, `There is no ${route}, only POST /leads and GET /health.`);
    },
    { port, portOption: "--don-port", maxBody: MAX_DISCLOSURE, log },
  );
}

/** Messages name the place, never the value: a disclosure holds a secret. */
async function parse(request: Request): Promise<PostedDisclosure> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw new HttpError(400, "The body is not JSON.");
  }
  const parsed = disclosureSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new HttpError(400, `The body is not a disclosure:\n${z.prettifyError(parsed.error)}`);
}

/** Accepts leads: fetches, checks, scores, pins and reports them. */
async function openIntake({ connection, protocol, ipfs }: IntakeContext) {
  const { nft, verifier, don } = protocol;
  const publicClient = await connection.viem.getPublicClient();
  const chainId = await publicClient.getChainId();
  const verticals = leafVerticals();
  const dedupSecret = new Uint8Array(randomBytes(32));
  const queue = new ReportQueue((reports) => reportLeads(protocol, publicClient, don, reports));

  const contentOf = async ({ ciphertext, submission }: PostedDisclosure) =>
    ciphertext ??
    refuseOnFailure("The ciphertext cannot be fetched", () =>
      getContent(ipfs, submission.contentHash),
    );

  const attest = async (disclosure: LeadDisclosure): Promise<LeadReport> => {
    const observedAt = await chainTime(publicClient, chainId);
    return refuseOnFailure("The lead is not attested", () =>
      attestLead(disclosure, {
        chainId,
        nft: nft.address,
        verticals,
        dedupSecret,
        observedAt,
      }),
    );
  };

  return {
    /** Accepts a lead. @throws {HttpError} when the DON does not attest it. */
    take: async (posted: PostedDisclosure): Promise<IntakeResult> => {
      const { submission } = posted;
      const disclosure = { ...posted, ciphertext: await contentOf(posted) };
      const report = await attest(disclosure);
      await putContent(ipfs, disclosure.ciphertext);

      const submissionHash = submissionDigest(submission, { chainId, verifier: verifier.address });
      const { transactionHash, ...verdict } = await queue.report(report, submissionHash);
      return {
        submissionHash,
        cid: cidOf(submission.contentHash),
        score: scoreOf(report),
        transactionHash,
        ...("leadId" in verdict ? verdict : { rejected: rejectionOf(verdict.reason) }),
      };
    },

    /** The deployment that the DON serves. Reads the chain, so it fails when the chain is gone. */
    health: async () => ({
      status: "ok",
      pid: process.pid,
      chainId: await publicClient.getChainId(),
      block: await publicClient.getBlockNumber({ cacheTime: 0 }),
      verifier: verifier.address,
      ipfs,
    }),
  };
}

/** A failure here is the lead's fault; the seller gets the reason. */
async function refuseOnFailure<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new HttpError(422, `${what}: ${messageOf(error)}`);
  }
}

/** Explains the revert data of a refused lead. */
function rejectionOf(reason: Hex): Rejection {
  if (reason === "0x") {
    return { error: undefined, message: "The lead is malformed or takes too much gas.", reason };
  }
  try {
    const { errorName, args = [] } = decodeErrorResult({ abi: errorAbi, data: reason });
    return { error: errorName, message: `${errorName}(${args.map(String).join(", ")})`, reason };
  } catch {
    return { error: undefined, message: `No contract declares the error ${reason}.`, reason };
  }
}
