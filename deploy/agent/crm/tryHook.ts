import type { Hook } from "../operatorConfig.ts";
import { RequestFailed, type Requester } from "./guardedRequest.ts";
import { FORMATS, requestTo } from "./hooks.ts";
import { madeUpRecord } from "./madeUpRecord.ts";
import type { Outbox } from "./outbox.ts";

/** How a hook took a made-up lead. */
export interface Trial {
  readonly id: string;
  /** A code; null where the hook took it. */
  readonly failure: string | null;
}

/**
 * Sends a hook a made-up lead that is marked as a test, once. A hook that is off because it answered 410 is on again if it takes it.
 * @throws {LeadEngineError} `SECRET_INVALID`.
 */
export async function tryHook(
  hook: Hook,
  {
    outbox,
    requester,
    secret,
    now,
  }: { outbox: Outbox; requester: Requester; secret: string; now: number },
): Promise<Trial> {
  const record = madeUpRecord(hook, now);
  const { id } = record.event;
  try {
    const { status } = await requester.send(requestTo(hook, record, { secret, now }));
    if (!FORMATS[hook.format].taken(status)) return { id, failure: `HTTP_${status}` };
  } catch (error) {
    if (error instanceof RequestFailed) return { id, failure: error.code };
    throw error;
  }
  await outbox.enable(hook.name);
  return { id, failure: null };
}
