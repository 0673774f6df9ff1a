import type { Address, Hex } from "viem";
import { z } from "zod";

import { leadNamer, type LeadNamer } from "../../../deploy/intake/leadName.ts";
import type { Trader } from "../../../deploy/sdk/client.ts";
import { appendEntry, readEntries } from "../../cli/dataDirectory.ts";

const FILE = "submissions.jsonl";
const hex = z.templateLiteral(["0x", z.string()]);

const entrySchema = z.object({
  chainId: z.number(),
  verifier: hex,
  seller: hex,
  lead: hex,
  submissionHash: hex,
  fromBlock: z.string(),
  leadId: z.string().optional(),
});

/** A submission that was sent before, or is about to be. */
export interface RecordedSubmission {
  readonly submissionHash: Hex;
  /** The chain's head before it was sent. */
  readonly fromBlock: bigint;
  /** Once it is minted. */
  readonly leadId?: bigint;
}

/** What a seller has submitted in batches. */
export interface BatchRecord {
  readonly nameOf: LeadNamer;
  readonly find: (name: Hex) => RecordedSubmission | undefined;
  /** Keeps it, on the disk, before this returns. */
  readonly keep: (name: Hex, submission: RecordedSubmission) => Promise<void>;
}

/** Opens the record of what a seller has submitted at a deployment: ids only, each under its lead's name; see `leadNamer`. */
export async function openBatchRecord(trader: Trader): Promise<BatchRecord> {
  const { chainId, contracts, address: seller } = trader;
  const verifier: Address = contracts.verifier.address;
  const nameOf = await leadNamer(trader);
  const known = new Map<string, RecordedSubmission>();
  for (const line of await readEntries(FILE)) {
    const { data } = entrySchema.safeParse(line);
    if (data?.chainId !== chainId || data.verifier !== verifier || data.seller !== seller) continue;
    const { lead, submissionHash, fromBlock, leadId } = data;
    known.set(lead, {
      submissionHash,
      fromBlock: BigInt(fromBlock),
      ...(leadId === undefined ? {} : { leadId: BigInt(leadId) }),
    });
  }
  return {
    nameOf,
    find: (name) => known.get(name),
    keep: async (name, submission) => {
      const { submissionHash, fromBlock, leadId } = submission;
      await appendEntry(FILE, {
        chainId,
        verifier,
        seller,
        lead: name,
        submissionHash,
        fromBlock: String(fromBlock),
        ...(leadId === undefined ? {} : { leadId: String(leadId) }),
      });
      known.set(name, submission);
    },
  };
}
