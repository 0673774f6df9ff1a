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

/** The DON with the scoring workflow. */
export interface ScoringDon {
  /**
   * Has packages scored and reported, by a request that the queue signs.
   * @returns the workflow's code for each package, once its reports are mined.
   */
  readonly score: (packages: readonly string[]) => Promise<readonly string[]>;
  /** Has packages scored that were posted on chain since the last call. */
  readonly poll: () => Promise<void>;
}

/** Starts the workflow's nodes and reads its triggers. */
export async function openScoringDon(options: ScoringDonOptions): Promise<ScoringDon> {
  const { workflow, queueKey } = options.protocol.don;
  const driver = await openDriver(options);
  return {
    score: async (packages) => {
      const input = { packages: packages.map((text) => JSON.parse(text) as unknown) };
      const request = await signRequest(queueKey, { workflowId: workflow.id, input }, Date.now());
      const { result } = await driver.execute(request);
      return codesIn(await result);
    },
    poll: () => driver.poll(),
  };
}

function codesIn({ value }: Value): string[] {
  if (value.case !== "stringValue") throw new Error("The workflow did not answer with text.");
  const { packages } = outcomeSchema.parse(JSON.parse(value.value));
  return packages.map(({ code }) => code);
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
        // The chain mines when something is sent: the block that a report would be in is its newest.
        blockTime: async () => BigInt(await chainTime(publicClient, LOCAL_CHAIN)),
        callContract: async (call) => (await publicClient.call(call)).data ?? "0x",
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
