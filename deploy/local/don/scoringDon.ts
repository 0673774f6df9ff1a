import { zeroHash, type Address, type PublicClient } from "viem";
import { z } from "zod";

import { chainTime, LOCAL_CHAIN } from "../../sdk/actions/chainTime.ts";
import { evmCapabilities, httpCapability } from "./host/capabilities.ts";
import { Driver, type DriverOptions } from "./host/driver.ts";
import type { Rate } from "./host/limits.ts";
import { LocalDon } from "./host/localDon.ts";
import { mappedHttp } from "./host/mappedHttp.ts";
import type { Value } from "./host/messages.ts";
import { forwarderWriter } from "./host/reportWriter.ts";
import { signRequest } from "./host/triggers/httpRequest.ts";
import { workerNode, type CompiledWorkflow } from "./host/workerNode.ts";
import { CHECKS_PATH } from "../vendors/server.ts";
import { FAULTY_NODES, type Don } from "./report.ts";

/** Chainlink's selector for a local chain. */
const CHAIN_SELECTOR = 7_759_470_850_252_068_959n;

/**
 * How often requests may start runs on the local stack. CRE allows one a minute, which a market day would spend waiting; the queue starts
 * one run after the other, so it never comes near this rate.
 */
export const LOCAL_HTTP_RATE: Rate = { runs: 100, milliseconds: 1_000 };

/** The name by which the workflow calls the local vendor gateway. */
const VENDOR_HOST = "vendors.example";

/** What the workflow answers of each package. */
const outcomeSchema = z.object({ packages: z.array(z.object({ code: z.string() })) });

/** A deployment, as far as the DON needs it. */
export interface ServedProtocol {
  readonly house: { readonly address: Address };
  readonly keeper: { readonly address: Address };
  readonly matcher: { readonly address: Address };
  readonly nft: { readonly address: Address };
  readonly verifier: { readonly address: Address };
  readonly forwarder: { readonly address: Address };
  readonly don: Don;
}

/** What the DON works with. */
export interface ScoringDonOptions extends Pick<DriverOptions, "cursor" | "firstBlock" | "save"> {
  readonly publicClient: PublicClient;
  readonly protocol: ServedProtocol;
  readonly workflow: CompiledWorkflow;
  /** Port of the vendor gateway on this machine; without one, leads are scored by their form. */
  readonly vendorPort?: number | undefined;
  /** Gets what nodes log, and every limit that is reached. */
  readonly log: (line: string) => void;
}

/** Starts a run of the workflow. @returns the text that it answers, once its reports are mined. */
export type AskWorkflow = (input: object) => Promise<string>;

/** The DON with the confidential workflow. */
export interface ScoringDon {
  /** Starts a run by a request that the queue signs. */
  readonly ask: AskWorkflow;
  /** Has packages scored that were posted on chain since the last call. */
  readonly poll: () => Promise<void>;
}

/** Starts the workflow's nodes and reads its triggers. */
export async function openScoringDon(options: ScoringDonOptions): Promise<ScoringDon> {
  const { workflow, queueKey } = options.protocol.don;
  const driver = await openDriver(options);
  return {
    ask: async (input) => {
      const request = await signRequest(queueKey, { workflowId: workflow.id, input }, Date.now());
      const { result } = await driver.execute(request);
      return textIn(await result);
    },
    poll: () => driver.poll(),
  };
}

/** A function that has packages scored and reported. @returns the workflow's code for each package. */
export function packageScorer(ask: AskWorkflow) {
  return async (packages: readonly string[]): Promise<readonly string[]> => {
    const input = { packages: packages.map((text) => JSON.parse(text) as unknown) };
    const outcome = outcomeSchema.parse(JSON.parse(await ask(input)));
    return outcome.packages.map(({ code }) => code);
  };
}

function textIn({ value }: Value): string {
  if (value.case === "stringValue") return value.value;
  throw new Error("The workflow did not answer with text.");
}

async function openDriver(options: ScoringDonOptions): Promise<Driver> {
  const { publicClient, protocol, log, cursor, firstBlock, save } = options;
  return Driver.open({
    don: await openDon(options),
    workflowId: protocol.don.workflow.id,
    chain: { selector: CHAIN_SELECTOR, client: publicClient },
    now: Date.now,
    ...(firstBlock === undefined ? {} : { firstBlock }),
    cursor,
    save,
    log,
    httpRate: LOCAL_HTTP_RATE,
  });
}

async function openDon({
  workflow: compiled,
  publicClient,
  protocol,
  vendorPort,
  log,
}: ScoringDonOptions): Promise<LocalDon> {
  const { nft, verifier, house, keeper, matcher, forwarder, don } = protocol;
  const node = workerNode(compiled);
  return new LocalDon({
    workflow: don.workflow,
    config: {
      chainId: await publicClient.getChainId(),
      chainSelector: String(CHAIN_SELECTOR),
      verifier: verifier.address,
      nft: nft.address,
      house: house.address,
      keeper: keeper.address,
      matcher: matcher.address,
      authorizedKeys: [don.queueKey.address],
      ...(vendorPort && { vendorUrl: `https://${VENDOR_HOST}${CHECKS_PATH}` }),
    },
    nodes: don.signers.map(() => node),
    enclave: node,
    signers: don.signers,
    faulty: FAULTY_NODES,
    configDigest: zeroHash,
    capabilities: {
      ...(vendorPort && httpCapability(mappedHttp(new Map([[VENDOR_HOST, vendorPort]])))),
      ...evmCapabilities(CHAIN_SELECTOR, {
        // A local chain makes no blocks by itself: its clock is the pending block's, as for the beacon and all clients.
        blockTime: async () => BigInt(await chainTime(publicClient, LOCAL_CHAIN)),
        callContract: async (call) =>
          (await publicClient.call({ ...call, blockTag: "pending" })).data ?? "0x",
        logs: publicClient,
        writeReport: forwarderWriter({
          transmitter: don.transmitter,
          publicClient,
          forwarder: forwarder.address,
        }),
      }),
    },
    secrets: (id) => don.secrets.get(id),
    now: Date.now,
    log: (line, node) => {
      log(`${String(node)}: ${line}`);
    },
  });
}
