import { randomBytes } from "node:crypto";

import type { NetworkConnection } from "hardhat/types/network";
import type { Hex } from "viem";

import { cidOf } from "../../../tasks/crypto/cid.ts";
import { chainTime } from "../../../tasks/protocol/chainTime.ts";
import { getContent, putContent } from "../../../tasks/protocol/contentStore.ts";
import { submissionDigest } from "../../../tasks/protocol/leadSubmission.ts";
import { leafVerticals } from "../../parameters/verticals.ts";
import type { deployWithDon } from "../deployWithDon.ts";
import { HttpError } from "../http/response.ts";
import { attestLead, type LeadDisclosure } from "./attestLead.ts";
import type { PostedDisclosure } from "./disclosureSchema.ts";
import type { LeadReport } from "./leadReport.ts";
import { rejectionOf, type Rejection } from "./rejection.ts";
import { reportLeads } from "./reportLeads.ts";
import { ReportQueue } from "./reportQueue.ts";

/** What the local DON works on. */
export interface IntakeContext {
  readonly connection: NetworkConnection<"op">;
  readonly protocol: Awaited<ReturnType<typeof deployWithDon>>;
  /** Kubo RPC of the IPFS node that keeps what is attested. */
  readonly ipfs: string;
}

/** What the DON answers of a lead. */
export type IntakeResult = {
  readonly submissionHash: Hex;
  readonly cid: string;
  readonly score: number;
  /** Of the report. */
  readonly transactionHash: Hex;
} & ({ readonly leadId: bigint } | { readonly rejected: Rejection });

/** Takes leads in: fetches, checks, scores, pins and reports them. */
export async function openIntake({ connection, protocol, ipfs }: IntakeContext) {
  const { nft, verifier, don } = protocol;
  const publicClient = await connection.viem.getPublicClient();
  const chainId = await publicClient.getChainId();
  const verticals = leafVerticals();
  const dedupSecret = new Uint8Array(randomBytes(32));
  const queue = new ReportQueue((reports) => reportLeads(protocol, publicClient, don, reports));

  const contentOf = async ({ ciphertext, submission }: PostedDisclosure) =>
    ciphertext ??
    refuseOnFailure("The ciphertext cannot be had", () => getContent(ipfs, submission.contentHash));

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
    /** Takes a lead in. @throws {HttpError} when the DON does not attest it. */
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
        score: report.score,
        transactionHash,
        ...("leadId" in verdict ? verdict : { rejected: rejectionOf(verdict.reason, protocol) }),
      };
    },

    /** What the DON works for, read from the chain: fails when that is gone. */
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

/** What fails here is the lead's fault, and its seller is told. */
async function refuseOnFailure<T>(what: string, work: () => T | Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw new HttpError(422, `${what}: ${error instanceof Error ? error.message : String(error)}`);
  }
}
