import { create } from "@bufbuild/protobuf";
import { anyPack, anyUnpack } from "@bufbuild/protobuf/wkt";
import type { Hex } from "viem";

import { type Rate } from "../limits.ts";
import { HTTP_TRIGGER_PB, type TriggerSubscription } from "../messages.ts";
import { executionIdOf, type Event } from "./event.ts";
import { RequestRefused, verifyRequest, type SignedRequest } from "./httpRequest.ts";
import { RunRate } from "./runRate.ts";

/** `KEY_TYPE_ECDSA_EVM`: a public key is an Ethereum address. */
const ETHEREUM_KEY = 1;

/** A workflow's HTTP trigger: takes what one of its keys signed, each signature once, no faster than its rate. */
export class HttpTrigger {
  readonly #workflowId: Hex;
  readonly #keys: ReadonlySet<string>;
  readonly #rate: RunRate;
  /** When the tokens that were used expire, Unix seconds, by their id. */
  readonly #used = new Map<string, number>();

  /** @throws {Error} the trigger wants keys of another kind. */
  constructor({ payload }: TriggerSubscription, workflowId: Hex, rate: Rate) {
    const config = payload && anyUnpack(payload, HTTP_TRIGGER_PB.ConfigSchema);
    const keys = config?.authorizedKeys ?? [];
    if (keys.some(({ type }) => type !== ETHEREUM_KEY)) {
      throw new Error("An HTTP trigger takes keys of the type KEY_TYPE_ECDSA_EVM only.");
    }
    this.#keys = new Set(keys.map(({ publicKey }) => publicKey.toLowerCase()));
    this.#workflowId = workflowId;
    this.#rate = new RunRate("httpTrigger", rate);
  }

  /**
   * The event that a request is.
   * @param now milliseconds since 1970.
   * @throws {RequestRefused} its signature is not good, is of nobody who is authorised, or was used before.
   * @throws {LimitReached} it comes too soon after the last one. It can come again, newly signed.
   */
  async take(request: SignedRequest, now: number): Promise<Event> {
    const { id, workflowId, input, signer, tokenId, expires } = await verifyRequest(request, now);
    if (workflowId !== this.#workflowId.toLowerCase()) {
      throw new RequestRefused("invalid", `There is no workflow ${workflowId}.`);
    }
    if (!this.#keys.has(signer.toLowerCase())) {
      throw new RequestRefused("invalid", `The signer ${signer} may not start this workflow.`);
    }
    for (const [token, end] of this.#used) if (end * 1_000 <= now) this.#used.delete(token);
    if (this.#used.has(tokenId)) throw new RequestRefused("invalid", "The token was used before.");
    this.#rate.start(now);
    this.#used.set(tokenId, expires);

    const { PayloadSchema } = HTTP_TRIGGER_PB;
    const payload = create(PayloadSchema, {
      input: new TextEncoder().encode(JSON.stringify(input)),
      key: { type: ETHEREUM_KEY, publicKey: signer },
    });
    return {
      payload: anyPack(PayloadSchema, payload),
      executionId: executionIdOf(this.#workflowId, id),
    };
  }
}
