import {
  bigintToProtoBigInt,
  EVMClient,
  hexToBase64,
  type HTTPPayload,
  type Runtime,
  type TeeRuntime,
} from "@chainlink/cre-sdk";
import {
  bytesToHex,
  bytesToString,
  decodeEventLog,
  decodeFunctionResult,
  encodeFunctionData,
  getAbiItem,
  hexToString,
  numberToHex,
  toEventSelector,
  zeroHash,
} from "viem";

import { leadFactsOf, type LeadFacts } from "../../sdk/bounty/leadFacts.ts";
import { criteriaEpochOf, meetsCriteria, openCriteria } from "../../sdk/bounty/privateCriteria.ts";
import { bountyMatcherAbi, creVerifierAbi } from "../../sdk/generated/abis.ts";
import type { FieldFilter } from "../../sdk/lead/fieldFilter.ts";
import { encodeMatchReport, MATCH_REPORT_GAS } from "../../sdk/report/matchReport.ts";
import { matchRequestSchema, type MatchOutcome } from "../../sdk/report/matchRequest.ts";
import { callContract } from "../shared/callContract.ts";
import type { BountiesConfig } from "../shared/candidatesOnChain.ts";
import { chainView } from "../shared/chainView.ts";
import { sendReport } from "../shared/sendReport.ts";

const LEAD_ATTESTED = toEventSelector(getAbiItem({ abi: creVerifierAbi, name: "LeadAttested" }));

/** What a request `{"match": …}` holds, of unknown shape; undefined of what is no such request. */
export function matchIn({ input }: HTTPPayload): unknown {
  try {
    return (JSON.parse(bytesToString(input)) as { match?: unknown }).match;
  } catch {
    return undefined;
  }
}

/**
 * Matches a lead with a bounty whose private criteria it meets, by a report to the matcher. The request is a hint: the chain has the lead's
 * public fields and the hash of the criteria, and the matcher checks all public ones. Nothing of the criteria leaves the enclave.
 * @param asked what `matchIn` found.
 * @param secretOf the DON's secret of an epoch.
 * @returns a `MatchOutcome`: a code.
 */
export function matchBounty(
  runtime: TeeRuntime<BountiesConfig>,
  asked: unknown,
  secretOf: (epoch: number) => bigint,
): string {
  return JSON.stringify({ report: outcomeOf(runtime, asked, secretOf) } satisfies MatchOutcome);
}

function outcomeOf(
  runtime: TeeRuntime<BountiesConfig>,
  asked: unknown,
  secretOf: (epoch: number) => bigint,
): string {
  const request = matchRequestSchema.safeParse(asked);
  if (!request.success) return "REQUEST_MALFORMED";
  const { config } = runtime;
  const { chainId, chainSelector, matcher: receiver } = config;
  const { sealedCriteria } = request.data;
  const [leadId, bountyId] = [BigInt(request.data.leadId), BigInt(request.data.bountyId)];
  const dons = runtime.usingTheDons();
  const { observedAt, epochs } = chainView(dons, config);

  const { poster, version, privateCriteriaHash } = bountyOf(dons, config, bountyId);
  if (privateCriteriaHash === zeroHash) return "BOUNTY_UNKNOWN";
  const epoch = criteriaEpochOf(sealedCriteria);
  if (epoch === undefined || epoch === 0 || !epochs.alive.includes(epoch)) return "EPOCH_UNKNOWN";
  const lead = attestedIn(dons, config, BigInt(request.data.block), leadId);
  if (lead === undefined) return "LEAD_UNKNOWN";

  let filters: readonly FieldFilter[] | undefined;
  try {
    const context = { chainId, matcher: receiver, poster };
    filters = openCriteria({ privateCriteriaHash, sealedCriteria }, secretOf(epoch), context);
  } catch {
    return "UNREADABLE";
  }
  if (filters === undefined) return "OTHER_CRITERIA";
  if (!meetsCriteria(filters, lead.attributes)) return "NOT_MET";
  const header = { chainSelector: BigInt(chainSelector), receiver, observedAt };
  return sendReport(
    dons,
    (unsigned) => runtime.reportFromDon(unsigned),
    { chainSelector, receiver },
    {
      body: encodeMatchReport({ leadId, bountyId, version, facts: lead.facts }, header),
      gasLimit: MATCH_REPORT_GAS,
    },
  );
}

function bountyOf(dons: Runtime<unknown>, { chainSelector, matcher }: BountiesConfig, id: bigint) {
  const question = { abi: bountyMatcherAbi, functionName: "bountyOf", args: [id] } as const;
  const client = new EVMClient(BigInt(chainSelector));
  const data = callContract(client, dons, matcher, encodeFunctionData(question));
  return decodeFunctionResult({ ...question, data });
}

/** What was attested of a lead in a block; undefined where none was. A query of one block. */
function attestedIn(
  dons: Runtime<unknown>,
  { chainSelector, verifier }: BountiesConfig,
  block: bigint,
  leadId: bigint,
): { readonly facts: LeadFacts; readonly attributes: string } | undefined {
  const topics = [LEAD_ATTESTED, numberToHex(leadId, { size: 32 })];
  const { logs } = new EVMClient(BigInt(chainSelector))
    .filterLogs(dons, {
      filterQuery: {
        fromBlock: bigintToProtoBigInt(block),
        toBlock: bigintToProtoBigInt(block),
        addresses: [hexToBase64(verifier)],
        topics: topics.map((topic) => ({ topic: [hexToBase64(topic)] })),
      },
    })
    .result();
  const [log] = logs;
  if (log === undefined) return undefined;
  const [signature = zeroHash, ...indexed] = log.topics.map((topic) => bytesToHex(topic));
  const { args } = decodeEventLog({
    abi: creVerifierAbi,
    eventName: "LeadAttested",
    topics: [signature, ...indexed],
    data: bytesToHex(log.data),
  });
  return { facts: leadFactsOf(args), attributes: hexToString(args.attributes) };
}
