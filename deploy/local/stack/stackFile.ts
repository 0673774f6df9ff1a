import { mkdir, readFile } from "node:fs/promises";
import path from "node:path";
import { fileURLToPath } from "node:url";

import { getAddress, isAddress, type Address } from "viem";
import { z } from "zod";

import type { LocalProtocol } from "../../deployLocalProtocol.ts";
import { replaceFile } from "../../replaceFile.ts";
import { CONTRACT_NAMES } from "../../sdk/deployments.ts";
import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import type { Stack } from "./stack.ts";

/** Contracts whose addresses a stack gives to other processes: the deployment's, and those that a live chain already has. */
export const STACK_CONTRACTS = [...CONTRACT_NAMES, "usdc", "forwarder", "coordinator"] as const;

/** Addresses of a stack's contracts. */
export type StackAddresses = Readonly<Record<(typeof STACK_CONTRACTS)[number], Address>>;

/** What a running stack tells the tasks in other terminals. */
export interface StackFile {
  /** Of the process that runs it. */
  readonly pid: number;
  readonly chainId: number;
  /** JSON-RPC of the chain. */
  readonly rpc: string;
  /** The subgraph's GraphQL endpoint. */
  readonly graphql: string;
  /** Kubo RPC and, under `/ipfs/`, gateway. */
  readonly ipfs: string;
  readonly don: string;
  readonly beacon: string;
  /** The vendor gateway. */
  readonly vendors: string;
  readonly addresses: StackAddresses;
}

/** What a stack's file says of it, apart from its process. */
export function stackFacts({
  chainId,
  addresses,
  urls,
}: Pick<Stack, "chainId" | "addresses" | "urls">): Omit<StackFile, "pid"> {
  const { rpc, graphql, ipfs, don, beacon, vendors } = urls;
  return { chainId, addresses, rpc, graphql, ipfs, don, beacon, vendors };
}

const address = z
  .string()
  .refine((text) => isAddress(text), "must be an address")
  .transform((text) => getAddress(text));

const schema = z.object({
  pid: z.int().positive(),
  chainId: z.int().positive(),
  rpc: z.url(),
  graphql: z.url(),
  ipfs: z.url(),
  don: z.url(),
  beacon: z.url(),
  vendors: z.url(),
  addresses: z.record(z.enum(STACK_CONTRACTS), address),
});

/** What a stack's DON answers. */
const health = z.object({ pid: z.int() });

/** How long a busy stack may take to answer, milliseconds. */
const PATIENCE = 2_000;
const DEFAULT_FILE = fileURLToPath(new URL("../../deployments/local.json", import.meta.url));

/** The file that describes a running stack: `LEAD_ENGINE_STACK`, or one place for all terminals. */
export function stackFilePath(): string {
  return process.env["LEAD_ENGINE_STACK"] ?? DEFAULT_FILE;
}

/**
 * The stack that a file describes, which may have died since; undefined when there is no such file.
 * @throws when the file is there but holds something else.
 */
export async function readStackFile(file: string): Promise<StackFile | undefined> {
  const text = await readIfThere(file);
  if (text === undefined) return undefined;
  try {
    return schema.parse(JSON.parse(text));
  } catch (error) {
    throw new Error(`${file} does not describe a stack: start "npx hardhat stack" again.`, {
      cause: error,
    });
  }
}

/**
 * Describes this process's stack to other processes. A reader sees the whole file or none.
 * @returns the file's text, which identifies it when it is removed.
 */
export async function writeStackFile(stack: Omit<StackFile, "pid">, file: string): Promise<string> {
  const text = `${JSON.stringify({ pid: process.pid, ...stack }, undefined, 2)}\n`;
  await mkdir(path.dirname(file), { recursive: true });
  await replaceFile(file, text);
  return text;
}

async function readIfThere(file: string): Promise<string | undefined> {
  try {
    return await readFile(file, "utf8");
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "ENOENT") return undefined;
    throw error;
  }
}

/** The addresses of a deployment's contracts by their names in a stack's file. */
export function stackAddresses(protocol: LocalProtocol): StackAddresses {
  const contracts = {
    ...protocol,
    manager: protocol.accessManager,
    policyEngine: protocol.engine,
    identityRegistry: protocol.identities,
    credentialRegistry: protocol.credentials,
    policyEngineAdmin: protocol.engineAdmin,
    identityRegistryAdmin: protocol.identitiesAdmin,
    credentialRegistryAdmin: protocol.credentialsAdmin,
  };
  return Object.fromEntries(
    STACK_CONTRACTS.map((name) => [name, getAddress(contracts[name].address)]),
  ) as StackAddresses;
}

/** Whether there is a process with this id. */
export function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === "EPERM";
  }
}

/** The stack that a file describes, unless it has died. Another process may have its id by now, so this asks the stack's DON. */
export async function livingStack(file: string): Promise<StackFile | undefined> {
  const stack = await readStackFile(file);
  return stack !== undefined && isAlive(stack.pid) ? ifItAnswers(stack) : undefined;
}

/** The same for a stack that may run on another machine, whose ports are forwarded to this one. */
export async function answeringStack(file: string): Promise<StackFile | undefined> {
  const stack = await readStackFile(file);
  return stack && ifItAnswers(stack);
}

async function ifItAnswers(stack: StackFile): Promise<StackFile | undefined> {
  try {
    const response = await fetch(`${stack.don}/health`, { signal: AbortSignal.timeout(PATIENCE) });
    return health.safeParse(await response.json()).data?.pid === stack.pid ? stack : undefined;
  } catch (error) {
    return error instanceof DOMException && error.name === "TimeoutError" ? stack : undefined;
  }
}

/** @throws {LeadEngineError} a file describes a running stack and must not be overwritten. One that describes a dead stack may be. */
export async function requireNoStack(file: string): Promise<void> {
  const first = await livingStack(file).catch(() => undefined);
  if (first === undefined) return;
  throw new LeadEngineError(
    "STACK_FAILED",
    `A stack runs already: process ${first.pid}, chain at ${first.rpc}.`,
    'Use that one, end it with "npx hardhat stack stop", or name another file for this one: LEAD_ENGINE_STACK.',
  );
}
