import { zeroHash, type Address, type PublicClient } from "viem";
import { z } from "zod";

import { evmCapabilities } from "./host/capabilities.ts";
import { Driver } from "./host/driver.ts";
import type { Rate } from "./host/limits.ts";
import { LocalDon } from "./host/localDon.ts";
import type { Value } from "./host/messages.ts";
import { forwarderWriter } from "./host/reportWriter.ts";
import { signRequest } from "./host/triggers/httpRequest.ts";
import { workerNode, type CompiledWorkflow } from "./host/workerNode.ts";
import { FAULTY_NODES, type Don } from "./report.ts";

/** Chainlink's selector for a local chain. */
const CHAIN_SELECTOR = 7_759_470_850_252_068_959n;

/**
 * How often requests may start runs on the local stack. CRE allows one a minute, which a market day would spend waiting; the queue starts
 * one run after the other, so it never comes near this rate.
 */
export const LOCAL_HTTP_RATE: Rate = { runs: 100, milliseconds: 1_000 };

/** What the workflow answers of each package. */
const outcomeSchema = z.object({ packages: z.array(z.object({ code: z.string() })) });

/** A deployment, as far as the DON needs it. */
export interface ServedProtocol {
  readonly nft: { readonly address: Address };
  readonly verifier: { readonly address: Address };
  readonly forwarder: { readonly address: Address };
  readonly don: Don;
}

/** What the DON works with. */
export interface ScoringDonOptions {
  readonly publicClient: PublicClient;
  readonly protocol: ServedProtocol;
  /** Called before the first run. */
  readonly workflow: () => Promise<CompiledWorkflow>;
  /** Gets what nodes log, and every limit that is reached. */
  readonly log: (line: string) => void;
}

/**
 * The DON with the scoring workflow: a function that has packages scored and reported, by a request that the queue signs.
 * @returns the workflow's code for each package, once its reports are mined.
 */
export function scoringDon({ workflow, ...options }: ScoringDonOptions) {
  let opening: Promise<Driver> | undefined;
  const { id: workflowId } = options.protocol.don.workflow;
  return async (packages: readonly string[]): Promise<readonly string[]> => {
    opening ??= workflow().then((compiled) => openDriver(compiled, options));
    const driver = await opening;
    const input = { packages: packages.map((text) => JSON.parse(text) as unknown) };
    const { queueKey } = options.protocol.don;
    const request = await signRequest(queueKey, { workflowId, input }, Date.now());
    const { result } = await driver.execute(request);
    return codesIn(await result);
  };
}

function codesIn({ value }: Value): string[] {
  if (value.case !== "stringValue") throw new Error("The workflow did not answer with text.");
  const { packages } = outcomeSchema.parse(JSON.parse(value.value));
  return packages.map(({ code }) => code);
}

async function openDriver(
  compiled: CompiledWorkflow,
  options: Omit<ScoringDonOptions, "workflow">,
): Promise<Driver> {
  const { publicClient, protocol, log } = options;
  return Driver.open({
    don: await openDon(compiled, options),
    workflowId: protocol.don.workflow.id,
    chain: { selector: CHAIN_SELECTOR, client: publicClient },
    now: Date.now,
    // The workflow has no trigger that a cursor would be of use for.
    save: () => undefined,
    log,
    httpRate: LOCAL_HTTP_RATE,
  });
}

async function openDon(
  compiled: CompiledWorkflow,
  { publicClient, protocol, log }: Omit<ScoringDonOptions, "workflow">,
): Promise<LocalDon> {
  const { nft, verifier, forwarder, don } = protocol;
  const node = workerNode(compiled);
  return new LocalDon({
    workflow: don.workflow,
    config: {
      chainId: await publicClient.getChainId(),
      chainSelector: String(CHAIN_SELECTOR),
      verifier: verifier.address,
      nft: nft.address,
      authorizedKeys: [don.queueKey.address],
    },
    nodes: don.signers.map(() => node),
    enclave: node,
    signers: don.signers,
    faulty: FAULTY_NODES,
    configDigest: zeroHash,
    capabilities: evmCapabilities(CHAIN_SELECTOR, {
      blockTime: async () => (await publicClient.getBlock()).timestamp,
      callContract: async (call) => (await publicClient.call(call)).data ?? "0x",
      writeReport: forwarderWriter({
        transmitter: don.transmitter,
        publicClient,
        forwarder: forwarder.address,
      }),
    }),
    secrets: (id) => don.secrets.get(id),
    now: Date.now,
    log: (line, node) => {
      log(`${String(node)}: ${line}`);
    },
  });
}
