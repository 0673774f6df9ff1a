import { randomBytes } from "node:crypto";

import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { anyPack, anyUnpack, type Any } from "@bufbuild/protobuf/wkt";
import { bytesToHex, hexToBytes, type Hex } from "viem";

import { buildRawReport, type WorkflowIdentity } from "../../../sdk/report/forwarderReport.ts";
import type { Capabilities, Secrets } from "./capabilities.ts";
import { DonRun } from "./donRun.ts";
import { LimitLog, LimitReached, LIMITS, within } from "./limits.ts";
import { SDK_PB, type TriggerSubscription, type Value } from "./messages.ts";
import type { Caller, DonNode } from "./node.ts";
import { runNodes } from "./runNodes.ts";
import { reportContextOf, signReport, type ReportSigner } from "./signReport.ts";

/** Bytes that the plugin sets aside for every answer. */
const MAX_RESPONSE_SIZE = 5n * 1_024n * 1_024n;
/** Encoder and algorithms of a report for `KeystoneForwarder`. */
const REPORT_KIND = "evm ecdsa keccak256";
/** What a workflow fails with when its memory can grow no further: QuickJS's words. */
const OUT_OF_MEMORY = "out of memory";
/** How long nodes have to sign a report, milliseconds. */
const SIGNING_TIME = 10_000;

/** A DON that runs one workflow. */
export interface DonOptions {
  readonly workflow: WorkflowIdentity;
  /** The workflow's configuration. */
  readonly config: object;
  /** At least three times `faulty` and one. */
  readonly nodes: readonly DonNode[];
  /** Runs the handlers that ask for an enclave; only simulated here. */
  readonly enclave: DonNode;
  /** The nodes' keys for reports. */
  readonly signers: readonly ReportSigner[];
  /** Nodes that may fail. */
  readonly faulty: number;
  /** How long a node may take for a run: CRE's limit by default. */
  readonly milliseconds?: number;
  /** Names the signers' configuration in a report's context. */
  readonly configDigest: Hex;
  readonly capabilities: Capabilities;
  readonly secrets: Secrets;
  /** The DON's time, milliseconds since 1970. */
  readonly now: () => number;
  /** Gets the workflow's lines, one for every limit that a run reaches, and one for every node whose run fails. */
  readonly log: (line: string, node: Caller) => void;
}

type Execute = Parameters<typeof create<typeof SDK_PB.ExecuteRequestSchema>>[1];

/** The DON's nodes run a workflow's bundle, and what a quorum of them says counts. */
export class LocalDon {
  readonly #options: DonOptions;
  #reports = 0n;
  #subscriptions: Promise<readonly TriggerSubscription[]> | undefined;

  constructor(options: DonOptions) {
    if (options.nodes.length <= 3 * options.faulty) {
      throw new RangeError("A DON needs more than three times as many nodes as may fail.");
    }
    this.#options = options;
  }

  /** The triggers that the workflow wants, in the order of its handlers. */
  subscriptions(): Promise<readonly TriggerSubscription[]> {
    return (this.#subscriptions ??= this.#subscribe());
  }

  /**
   * Runs a handler.
   * @param index of its subscription.
   * @param executionId names the run in its reports; 32 bytes.
   * @returns what the handler returned.
   * @throws {Error} the handler failed, or no quorum of nodes came to the same result.
   */
  async trigger(index: number, payload: Any, executionId = newExecutionId()): Promise<Value> {
    const subscription = (await this.subscriptions())[index];
    if (subscription === undefined) throw new RangeError(`There is no trigger ${index}.`);
    const isEnclave = subscription.requirements?.tee !== undefined;
    const request = { case: "trigger", value: { id: BigInt(index), payload } } as const;
    const result = await this.#run(request, isEnclave, executionId);
    if (result.case === "value") return result.value;
    throw new Error(result.case === "error" ? result.value : "The handler returned nothing.");
  }

  async #subscribe(): Promise<readonly TriggerSubscription[]> {
    const result = await this.#run({ case: "subscribe", value: {} }, false, newExecutionId());
    if (result.case === "error") throw new Error(result.value);
    if (result.case !== "triggerSubscriptions") throw new Error("The workflow has no triggers.");
    return result.value.subscriptions;
  }

  async #run(
    request: NonNullable<NonNullable<Execute>["request"]>,
    isEnclave: boolean,
    executionId: Hex,
  ) {
    const { nodes, enclave, faulty, config, now, capabilities, secrets, log } = this.#options;
    const { milliseconds = LIMITS.runMilliseconds } = this.#options;
    const participants = isEnclave ? [enclave] : nodes;
    const quorum = isEnclave ? 1 : nodes.length - faulty;
    const limits = new LimitLog(log);
    const run = new DonRun({
      participants: participants.length,
      quorum,
      isEnclave,
      capabilities,
      secrets,
      report: (asked, callbackId) => this.#report(asked, executionId, callbackId),
      log,
      limits,
    });

    const execution = create(SDK_PB.ExecuteRequestSchema, {
      config: new TextEncoder().encode(JSON.stringify(config)),
      maxResponseSize: MAX_RESPONSE_SIZE,
      request,
    });
    const failed = (node: number, why: string) => {
      log(why, node);
    };
    const job = {
      request: toBinary(SDK_PB.ExecuteRequestSchema, execution),
      time: now(),
      seed: randomBytes(8).readBigInt64LE(),
    };
    const bytes = await runNodes(participants, run, job, { quorum, milliseconds, failed });
    const { result } = fromBinary(SDK_PB.ExecutionResultSchema, bytes);
    const triggers = result.case === "triggerSubscriptions" ? result.value.subscriptions.length : 0;
    try {
      within("resultBytes", bytes.length);
      if (result.case === "error" && result.value === OUT_OF_MEMORY) {
        throw new LimitReached("memoryBytes");
      }
      within("triggers", triggers);
    } catch (error) {
      limits.note(error, "DON");
      throw error;
    }
    return result;
  }

  /** Has a report signed by one node more than may fail. */
  async #report(asked: Any, executionId: Hex, reportId: number): Promise<Any> {
    const { workflow, signers, faulty, configDigest, now } = this.#options;
    const request = anyUnpack(asked, SDK_PB.ReportRequestSchema);
    if (request === undefined) throw new Error("The call is no ReportRequest.");
    const { encoderName, signingAlgo, hashingAlgo, encodedPayload } = request;
    if (`${encoderName} ${signingAlgo} ${hashingAlgo}`.toLowerCase() !== REPORT_KIND) {
      throw new Error("The local DON makes reports for EVM chains only.");
    }
    within("reportBytes", encodedPayload.length);

    const seqNr = ++this.#reports;
    const rawReport = buildRawReport({
      workflow,
      body: bytesToHex(encodedPayload),
      timestamp: Math.floor(now() / 1_000),
      executionId,
      reportId,
    });
    const context = reportContextOf(configDigest, seqNr);
    const signatures = await signReport(rawReport, context, signers, {
      needed: faulty + 1,
      milliseconds: SIGNING_TIME,
    });
    const response = create(SDK_PB.ReportResponseSchema, {
      configDigest: hexToBytes(configDigest),
      seqNr,
      reportContext: hexToBytes(context),
      rawReport: hexToBytes(rawReport),
      sigs: signatures.map(({ signature, signerId }) => ({
        signature: hexToBytes(signature),
        signerId,
      })),
    });
    return anyPack(SDK_PB.ReportResponseSchema, response);
  }
}

function newExecutionId(): Hex {
  return bytesToHex(randomBytes(32));
}
