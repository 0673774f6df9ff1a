import { sha256, stringToHex, type Hex } from "viem";
import { z } from "zod";

import type { Client } from "../../client.ts";
import { packageRefused } from "../../errors/packageCodes.ts";
import type { DonKey } from "../../report/leadPackage.ts";
import {
  matchOutcomeSchema,
  type MatchOutcome,
  type MatchRequest,
} from "../../report/matchRequest.ts";
import {
  openingsOutcomeSchema,
  type OpeningsOutcome,
  type OpeningsRequest,
} from "../../report/openingsRequest.ts";
import { packageStateSchema, type PackageState } from "../../report/packageState.ts";
import { serviceFailed } from "../../services.ts";

const refusalSchema = z.object({ error: z.string(), code: z.string().optional() });

/** How the verifier names the workflow `confidential-http`: it has no enclave, which alone opens bids and reads private filters. */
export const WORKFLOW_WITHOUT_ENCLAVE = stringToHex(
  sha256(stringToHex("score-leads-http")).slice(2, 12),
);

/** The key that packages are encrypted to now, as the chain has it. */
export async function donKeyOf({ contracts }: Client): Promise<DonKey> {
  const { read } = contracts.verifier;
  const epoch = await read.donEpoch();
  const [publicKey] = await read.donKeyOf([epoch]);
  return { epoch, publicKey };
}

/**
 * Hands a package to the DON's queue. The same package again changes nothing.
 * @throws {LeadEngineError} a code of `packageCodes`: it is refused. `SERVICE_FAILED`: the queue does not take it.
 */
export async function queuePackage(client: Client, text: string): Promise<PackageState> {
  const response = await ask(client, "/packages", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: text,
  });
  if (response.status === 413) throw packageRefused("PACKAGE_TOO_LARGE");
  return answerOf(client, packageStateSchema, response);
}

/** What became of a package. @param wait how long the queue may wait for its end before it answers, milliseconds. */
export async function packageStateOf(
  client: Client,
  submissionHash: Hex,
  wait: number,
): Promise<PackageState> {
  const response = await ask(client, `/packages/${submissionHash}?wait=${wait}`);
  return answerOf(client, packageStateSchema, response);
}

/** Has the DON open bids that are sealed to it, and waits until its report is mined. @throws {LeadEngineError} `SERVICE_FAILED`. */
export async function askForOpenings(
  client: Client,
  request: OpeningsRequest,
): Promise<OpeningsOutcome> {
  const response = await ask(client, "/openings", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  return answerOf(client, openingsOutcomeSchema, response);
}

/** Has the DON match a lead with a bounty that has private criteria, and waits until its report is mined. @throws {LeadEngineError} `SERVICE_FAILED`. */
export async function askForMatch(client: Client, request: MatchRequest): Promise<MatchOutcome> {
  const response = await ask(client, "/matches", {
    method: "POST",
    headers: { "content-type": "application/json" },
    body: JSON.stringify(request),
  });
  return answerOf(client, matchOutcomeSchema, response);
}

async function ask(client: Client, path: string, init?: RequestInit): Promise<Response> {
  const don = client.services.requireService("don");
  try {
    return await fetch(`${don}${path}`, init);
  } catch (error) {
    throw serviceFailed("don", don, "does not answer", error);
  }
}

/** What a response holds; its refusal as an error. */
async function answerOf<T>(client: Client, schema: z.ZodType<T>, response: Response): Promise<T> {
  const don = client.services.requireService("don");
  const text = await response.text();
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    throw serviceFailed("don", don, `answers ${response.status}: ${text.slice(0, 300)}`);
  }
  const answer = schema.safeParse(body);
  if (response.ok && answer.success) return answer.data;
  const { error = text.slice(0, 300), code } = refusalSchema.safeParse(body).data ?? {};
  if (response.status < 500 && code !== undefined) throw packageRefused(code, error);
  throw serviceFailed("don", don, `answers ${response.status}: ${error}`);
}
