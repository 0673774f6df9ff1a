import { create, fromBinary, toBinary } from "@bufbuild/protobuf";
import { anyPack, type Any } from "@bufbuild/protobuf/wkt";

import { messageOf } from "../../messageOf.ts";
import { Ballot, hexOf, quorumOf } from "./consensus/ballot.ts";
import type { Capabilities, Secrets } from "./capabilities.ts";
import { LimitReached, LIMITS, Meter, type LimitLog } from "./limits.ts";
import {
  SDK_PB,
  VALUES_PB,
  type CapabilityRequest,
  type CapabilityResponse,
  type SimpleConsensusInputs,
} from "./messages.ts";
import type { Caller, HostCalls } from "./node.ts";
import { consensusOf, questionOf, readObservation } from "./consensus/observe.ts";

const CONSENSUS = "consensus@1.0.0-alpha";
const HTTP = "http-actions@1.0.0-alpha";

/** What a run works with. */
export interface RunContext {
  /** Nodes that take part: all of the DON, or one enclave. */
  readonly participants: number;
  /** How many of them must agree. */
  readonly quorum: number;
  /** An enclave asks HTTP servers by itself; all else goes to the DON. */
  readonly isEnclave: boolean;
  readonly capabilities: Capabilities;
  readonly secrets: Secrets;
  /** Signs a report: `ReportRequest` to `ReportResponse`. The call's number tells the reports of a run apart. */
  readonly report: (request: Any, callbackId: number) => Promise<Any>;
  readonly log: (line: string, participant: number) => void;
  /** Gets to know the limits that are reached. */
  readonly limits: LimitLog;
}

/** A call as a node made it, and its observation if it is one. */
interface Call {
  readonly bytes: Uint8Array;
  readonly request: CapabilityRequest;
  readonly observation?: SimpleConsensusInputs;
}

/**
 * What the nodes of one run ask of their host. What a node asks for itself is done for it alone. What the DON asks is done once, when a
 * quorum of nodes has asked for the same bytes; observations are put together by the workflow's rule.
 */
export class DonRun {
  readonly #context: RunContext;
  readonly #gone = new Set<number>();
  readonly #ballots = new Map<
    number,
    { readonly ballot: Ballot<Call, () => Promise<Any>>; readonly response: Promise<Any> }
  >();

  constructor(context: RunContext) {
    this.#context = context;
  }

  /** Says that a node's run is over: nobody waits for it any more. */
  leave(participant: number): void {
    this.#gone.add(participant);
    for (const { ballot } of this.#ballots.values()) ballot.review();
  }

  /** The calls of one node. */
  callsOf(participant: number): HostCalls {
    const meter = new Meter();
    const responses = new Map<number, Promise<CapabilityResponse>>();
    const secrets = new Map<number, object>();
    let lines = 0;
    return {
      callCapability: (bytes) => {
        const call = readCall(bytes);
        const answer = this.#answer(call, participant, meter);
        answer.catch((error: unknown) => {
          this.#context.limits.note(error, participant);
        });
        responses.set(call.request.callbackId, respond(answer));
      },
      awaitCapabilities: async (bytes) => {
        const { ids } = fromBinary(SDK_PB.AwaitCapabilitiesRequestSchema, bytes);
        return toBinary(
          SDK_PB.AwaitCapabilitiesResponseSchema,
          create(SDK_PB.AwaitCapabilitiesResponseSchema, { responses: await pick(ids, responses) }),
        );
      },
      getSecrets: (bytes) => {
        const { requests, callbackId } = fromBinary(SDK_PB.GetSecretsRequestSchema, bytes);
        secrets.set(callbackId, {
          responses: requests.map((request) => this.#secret(request, participant, meter)),
        });
      },
      awaitSecrets: async (bytes) => {
        const { ids } = fromBinary(SDK_PB.AwaitSecretsRequestSchema, bytes);
        return toBinary(
          SDK_PB.AwaitSecretsResponseSchema,
          create(SDK_PB.AwaitSecretsResponseSchema, { responses: await pick(ids, secrets) }),
        );
      },
      log: (line) => {
        if (++lines > LIMITS.logLines) {
          this.#context.limits.note(new LimitReached("logLines"), participant);
          return;
        }
        const bytes = Buffer.from(line);
        if (bytes.length > LIMITS.logLineBytes) {
          this.#context.limits.note(
            new LimitReached("logLineBytes", { asked: bytes.length }),
            participant,
          );
        }
        this.#context.log(bytes.subarray(0, LIMITS.logLineBytes).toString(), participant);
      },
    };
  }

  async #answer(call: Call, participant: number, meter: Meter): Promise<Any> {
    const { request } = call;
    const limit = request.id === CONSENSUS ? "consensusCalls" : this.#capabilityOf(request).counts;
    if (limit !== undefined) meter.count(limit);
    const isOwn = request.callbackId < 0 || (this.#context.isEnclave && request.id === HTTP);
    if (isOwn) return this.#execute(request, participant);
    return this.#decideTogether(call, participant);
  }

  #decideTogether(call: Call, participant: number): Promise<Any> {
    const { participants } = this.#context;
    const { callbackId } = call.request;
    let common = this.#ballots.get(callbackId);
    if (common === undefined) {
      const ballot = new Ballot(participants, this.#gone, this.#decide);
      const response = ballot.outcome.then((execute) => execute());
      response.catch(() => undefined);
      common = { ballot, response };
      this.#ballots.set(callbackId, common);
    }
    common.ballot.cast(participant, call);
    return common.response;
  }

  readonly #decide = (calls: readonly Call[], outstanding: number) => {
    const { quorum } = this.#context;
    const agreed = quorumOf(calls, outstanding, quorum, keyOf);
    const request = agreed?.[0]?.request;
    if (agreed === undefined || request === undefined) return undefined;
    const observations = agreed.flatMap(({ observation }) => observation ?? []);
    if (observations.length === 0) return () => this.#execute(request, "DON");
    const value = consensusOf(observations, outstanding, quorum);
    if (value === undefined) return undefined;
    return () => Promise.resolve(anyPack(VALUES_PB.ValueSchema, value));
  };

  #execute(request: CapabilityRequest, caller: Caller): Promise<Any> {
    if (request.payload === undefined) throw new Error(`${nameOf(request)} needs a payload.`);
    return request.id === CONSENSUS && caller === "DON"
      ? this.#context.report(request.payload, request.callbackId)
      : this.#capabilityOf(request).run(request.payload, caller);
  }

  #capabilityOf(request: CapabilityRequest) {
    const capability = this.#context.capabilities[nameOf(request)];
    if (capability === undefined) throw new Error(`${nameOf(request)} is not served here.`);
    return capability;
  }

  #secret(
    { id, namespace }: { readonly id: string; readonly namespace: string },
    participant: number,
    meter: Meter,
  ) {
    const refuse = (error: string) => ({
      response: { case: "error", value: { id, namespace, error } },
    });
    try {
      meter.count("secrets");
    } catch (error) {
      this.#context.limits.note(error, participant);
      return refuse(String(error));
    }
    const value = this.#context.secrets(id, namespace);
    return value === undefined
      ? refuse("there is no such secret")
      : { response: { case: "secret", value: { id, namespace, value } } };
  }
}

function nameOf({ id, method }: CapabilityRequest): string {
  return `${id}/${method}`;
}

function readCall(bytes: Uint8Array): Call {
  const request = fromBinary(SDK_PB.CapabilityRequestSchema, bytes);
  if (nameOf(request) !== `${CONSENSUS}/Simple`) return { bytes, request };
  const observation = readObservation(request.payload?.value ?? new Uint8Array());
  return { bytes, request, observation };
}

/** What nodes must agree on: the whole call, or what is observed. */
function keyOf({ bytes, observation }: Call): string {
  return observation === undefined ? hexOf(bytes) : `observe ${questionOf(observation)}`;
}

async function respond(answer: Promise<Any>): Promise<CapabilityResponse> {
  const schema = SDK_PB.CapabilityResponseSchema;
  try {
    return create(schema, { response: { case: "payload", value: await answer } });
  } catch (error) {
    const text = messageOf(error);
    return create(schema, { response: { case: "error", value: text } });
  }
}

/** The answers with these ids. */
async function pick<T>(ids: readonly number[], answers: ReadonlyMap<number, T | Promise<T>>) {
  const picked: Record<number, T> = {};
  for (const id of ids) {
    const answer = await answers.get(id);
    if (answer === undefined) throw new Error(`There is no call ${id}.`);
    picked[id] = answer;
  }
  return picked;
}
