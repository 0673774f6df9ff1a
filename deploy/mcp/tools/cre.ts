import { getContractEvents } from "viem/actions";
import { hexToString, parseEventLogs, type Hex } from "viem";
import { z } from "zod";

import { packageStateOf, queuePackage } from "../../sdk/actions/lead/donQueue.ts";
import {
  getProtocolStatus,
  getProtocolStatusDefinition,
} from "../../sdk/actions/protocol/getProtocolStatus.ts";
import { hex, leadId } from "../../sdk/actions/schemas.ts";
import type { Client } from "../../sdk/client.ts";
import { packageRefused } from "../../sdk/errors/packageCodes.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import { submissionDigest } from "../../sdk/lead/leadSubmission.ts";
import { leadPackageSchema } from "../../sdk/report/leadPackage.ts";
import { actingTool, readingTool } from "../tool.ts";
import { lastEvents } from "../../sdk/pastEvents.ts";

const status = getProtocolStatusDefinition.result.shape;

export const getCreWorkflowStatus = readingTool({
  name: "get_cre_workflow_status",
  title: "State of the CRE workflows",
  description:
    "Which workflows may report to the contracts, the DON's key, whether its door answers, and what needs action.",
  parameters: z.object({}),
  result: z.object({
    now: status.now,
    workflows: status.workflows,
    don: status.don,
    alarms: status.alarms,
    queue: z
      .object({
        answers: z.boolean().describe("Whether the DON's gateway answers"),
        waiting: z
          .number()
          .int()
          .nullable()
          .describe("Packages that wait; null if it does not tell"),
      })
      .nullable()
      .describe("Null where no gateway is named"),
  }),
  run: async ({ client }) => {
    const { now, workflows, don, alarms } = await getProtocolStatus(client, {});
    return { now, workflows, don, alarms, queue: await queueOf(client) };
  },
});

const health = z.object({ waiting: z.number().int() });

async function queueOf({ services }: Client) {
  const url = services.find("don");
  if (url === undefined) return null;
  try {
    const response = await fetch(`${url}/health`);
    const { data } = health.safeParse(await response.json());
    return { answers: response.ok, waiting: data?.waiting ?? null };
  } catch {
    return { answers: false, waiting: null };
  }
}

const STATES = ["queued", "scoring", "minted", "rejected"] as const;

export const triggerCreEvaluation = actingTool({
  name: "trigger_cre_evaluation",
  title: "Have a lead evaluated",
  description:
    "Queues a package that was posted on chain and not minted again at the DON, by its submission's hash. The score of a minted lead is final: of one this says so, and changes nothing.",
  parameters: z.object({
    leadId: leadId.optional().describe("A minted lead"),
    submissionHash: hex.optional().describe("Hash of a submission that is not minted yet"),
  }),
  result: z.object({
    state: z.enum(STATES).describe("minted and rejected are ends"),
    says: z.string(),
    leadId: leadId.nullable().describe("Of a minted lead"),
    score: z.number().int().nullable().describe("Of a minted lead, 0 to 10,000"),
    attempts: z.number().int().nullable().describe("Runs that the package was part of"),
  }),
  effects: { destructive: false, idempotent: true },
  command: ({ commandOf }) => commandOf("submitLead({ lead, vertical })"),
  question: ({ client }, given) => questionAbout(client, given),
  run: async ({ client }, { leadId: id, submissionHash }) => {
    if (id !== undefined) return minted(client, id);
    if (submissionHash === undefined) throw nothingNamed();
    const known = await knownState(client, submissionHash);
    // The chain decides: the DON looks at it now and then.
    const mintedId = await leadOfSubmission(client, submissionHash);
    if (mintedId !== undefined) return minted(client, mintedId);
    if (known?.state === "rejected" && known.code !== undefined) throw packageRefused(known.code);
    const { state, attempts } =
      known ?? (await queuePackage(client, await postedPackage(client, submissionHash)));
    const says =
      known === undefined
        ? "The package is queued again: the DON scores it, and its report mints the lead."
        : "The DON has the package and tries it by itself until its deadline.";
    return { state, says, leadId: null, score: null, attempts };
  },
});

function questionAbout(
  client: Client,
  { leadId: id, submissionHash }: { leadId?: bigint | undefined; submissionHash?: Hex | undefined },
): Promise<string> {
  if (id === undefined && submissionHash === undefined) throw nothingNamed();
  return Promise.resolve(
    id === undefined
      ? `Queue the package of submission ${submissionHash} again at the DON of chain ${client.chainId}? Nothing is paid.`
      : `Look up lead ${id}, whose score is final? Nothing is sent.`,
  );
}

function nothingNamed(): LeadEngineError {
  return new LeadEngineError(
    "INVALID_PARAMETERS",
    "Neither a lead nor a submission is named.",
    "Give leadId for a minted lead, or submissionHash for a package that waits.",
  );
}

async function minted({ contracts }: Client, id: bigint) {
  const { score } = await contracts.nft.read.leadOf([id]);
  const says = `Lead ${id} is minted: its score of ${score} is final, and get_cre_score explains it.`;
  return { state: "minted" as const, says, leadId: id, score, attempts: null };
}

/** The lead that a submission became; undefined if none was minted. */
async function leadOfSubmission(client: Client, submissionHash: Hex): Promise<bigint | undefined> {
  const { abi, getEvents } = client.contracts.verifier;
  const logs = await lastEvents(client, (range) =>
    getEvents.LeadAttested({ submissionHash }, range),
  );
  return parseEventLogs({ abi, eventName: "LeadAttested", logs }).at(-1)?.args.leadId;
}

/** What the DON's queue knows of a submission; undefined if it knows none. */
async function knownState(client: Client, submissionHash: Hex) {
  try {
    return await packageStateOf(client, submissionHash, 0);
  } catch (error) {
    if (error instanceof LeadEngineError && error.says.includes("answers 404")) return undefined;
    throw error;
  }
}

/** The package of a submission that was posted on chain. @throws {LeadEngineError} `NO_PACKAGE` */
async function postedPackage(client: Client, submissionHash: Hex): Promise<string> {
  const { chainId, contracts, publicClient } = client;
  const { abi, address: verifier } = contracts.verifier;
  const filter = { abi, address: verifier, eventName: "LeadSubmitted", strict: true } as const;
  const isOfSubmission = (text: string) => {
    const { data } = leadPackageSchema.safeParse(jsonOf(text));
    if (data === undefined) return false;
    return submissionDigest(data.submission, { chainId, verifier }) === submissionHash;
  };
  const texts = await lastEvents(client, async (range) => {
    const logs = await getContractEvents(publicClient, { ...filter, ...range });
    return logs.map(({ args }) => hexToString(args.package)).filter(isOfSubmission);
  });
  const found = texts.at(-1);
  if (found !== undefined) return found;
  throw new LeadEngineError(
    "NO_PACKAGE",
    "Neither the DON's queue nor the chain has a package of this submission.",
    "Its seller submits the lead again: `submitLead({ lead, vertical })`.",
  );
}

function jsonOf(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}
