import { decodeFunctionData, type Address, type Hex } from "viem";
import { getChainId, getContractEvents, getTransaction } from "viem/actions";

import type { Client } from "../../client.ts";
import type { Capsule } from "../../crypto/capsule.ts";
import { creVerifierAbi, leadNFTAbi } from "../../generated/abis.ts";
import { submissionDigest, type LeadSubmission } from "../../lead/leadSubmission.ts";
import { lastEvents, pastEvents, type History } from "../../pastEvents.ts";
import { forwarderAbi, bodyOf } from "../../report/forwarderReport.ts";
import { decodeLeadReports } from "../../report/leadReport.ts";

/**
 * How a lead was attested: the event, and the seller's submission from the transaction that carried the report. The submission is the one
 * that the seller signed: its digest is compared with the event's.
 * @throws when the lead was never attested, or its report did not reach the verifier through the forwarder's `report`.
 */
export async function attestationOf(
  history: History,
  { verifier, leadId }: { readonly verifier: Address; readonly leadId: bigint },
) {
  const { publicClient: client } = history;
  const [log] = await lastEvents(history, (range) =>
    getContractEvents(client, {
      abi: creVerifierAbi,
      address: verifier,
      eventName: "LeadAttested",
      args: { leadId },
      strict: true,
      ...range,
    }),
  );
  if (log === undefined) throw new Error(`Lead ${leadId} was never attested.`);
  const [{ input }, chainId] = await Promise.all([
    getTransaction(client, { hash: log.transactionHash }),
    getChainId(client),
  ]);
  const reference = { chainId, verifier };
  const submission = submissionsIn(input).find(
    (candidate) => submissionDigest(candidate, reference) === log.args.submissionHash,
  );
  if (submission === undefined) {
    throw new Error(`The submission of lead ${leadId} is not in ${log.transactionHash}.`);
  }
  return { ...log.args, submission, txHash: log.transactionHash, blockNumber: log.blockNumber };
}

/** None if the transaction does not call the forwarder itself. */
function submissionsIn(input: Hex): LeadSubmission[] {
  try {
    const { functionName, args } = decodeFunctionData({ abi: forwarderAbi, data: input });
    if (functionName !== "report") return [];
    return decodeLeadReports(bodyOf(args[1])).reports.map(({ submission }) => submission);
  } catch {
    return [];
  }
}

/** The present capsule of a lead, from the event that set it last. @throws when there is no such lead. */
export async function capsuleOf(
  history: History,
  { nft, leadId }: { readonly nft: Address; readonly leadId: bigint },
): Promise<Capsule> {
  const minted = await mintOf(history, { nft, leadId });
  if (minted === undefined) throw new Error(`Lead ${leadId} was never minted.`);
  const { publicClient } = history;
  const delivered = await pastEvents({ publicClient, firstBlock: minted.blockNumber }, (range) =>
    getContractEvents(publicClient, {
      ...{ abi: leadNFTAbi, address: nft, args: { leadId }, eventName: "LeadDelivered" },
      ...{ strict: true, ...range },
    }),
  );
  return (delivered.at(-1) ?? minted).args.capsule;
}

/** Where all events of a lead are: from the block that minted it on. */
export async function historyOfLead(client: Client, leadId: bigint): Promise<History> {
  const { publicClient, contracts, firstBlock } = client;
  const minted = await mintOf(client, { nft: contracts.nft.address, leadId });
  return { publicClient, firstBlock: minted?.blockNumber ?? firstBlock };
}

async function mintOf(
  history: History,
  { nft, leadId }: { readonly nft: Address; readonly leadId: bigint },
) {
  const [minted] = await lastEvents(history, (range) =>
    getContractEvents(history.publicClient, {
      ...{ abi: leadNFTAbi, address: nft, args: { leadId }, eventName: "LeadMinted" },
      ...{ strict: true, ...range },
    }),
  );
  return minted;
}
