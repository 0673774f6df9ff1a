import { Webhook } from "standardwebhooks";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import { EVENT_KINDS, type EventKind } from "../events.ts";
import type { Hook } from "../operatorConfig.ts";
import { genericBody } from "./formats/generic.ts";
import { hubspotBody, HUBSPOT_RATE, HUBSPOT_UPSERT } from "./formats/hubspot.ts";
import { zapierBody } from "./formats/zapier.ts";
import type { GuardedRequest } from "./guardedRequest.ts";
import type { CrmRecord } from "./leadRecord.ts";
import type { Outbox } from "./outbox.ts";
import type { Rate } from "./rateLimit.ts";

/** What a format needs to be known about. */
interface Format {
  /** Events that it can carry. */
  readonly events: readonly EventKind[];
  readonly rate: Rate;
  /** Statuses that mean that all was taken. */
  readonly taken: (status: number) => boolean;
}

const anyOf2xx = (status: number) => status >= 200 && status < 300;

/** The formats of hooks. */
export const FORMATS: Readonly<Record<Hook["format"], Format>> = {
  // It keeps contacts, and only a lead that was won has one. 207 says that the contact was not taken.
  hubspot: {
    events: ["lead.won"],
    rate: HUBSPOT_RATE,
    taken: (status) => anyOf2xx(status) && status !== 207,
  },
  zapier: { events: EVENT_KINDS, rate: { requests: 30, within: 1_000 }, taken: anyOf2xx },
  generic: { events: EVENT_KINDS, rate: { requests: 100, within: 1_000 }, taken: anyOf2xx },
};

/** Names of the hooks that get an event of this kind. */
export async function hooksFor(
  outbox: Outbox,
  hooks: readonly Hook[],
  kind: EventKind,
): Promise<string[]> {
  const names: string[] = [];
  for (const hook of hooks) {
    if ((await eventsOf(outbox, hook)).includes(kind)) names.push(hook.name);
  }
  return names;
}

/** What a hook gets: what was chosen, else all that its format can carry. */
export async function eventsOf(
  outbox: Outbox,
  { name, format }: Hook,
): Promise<readonly EventKind[]> {
  const { events: chosen } = await outbox.hook(name);
  return FORMATS[format].events.filter((kind) => chosen?.includes(kind) ?? true);
}

/**
 * Says which events one of the operator's hooks gets; it can be none.
 * @param which the hook's name, or its URL and format.
 * @throws {LeadEngineError} `UNKNOWN_HOOK`: the operator has none like that; `UNFIT_EVENT`: its format cannot carry an event.
 */
export async function chooseEvents(
  outbox: Outbox,
  hooks: readonly Hook[],
  which: { readonly name: string } | Pick<Hook, "url" | "format">,
  events: readonly EventKind[],
): Promise<Hook> {
  const hook = hooks.find((one) =>
    "name" in which
      ? one.name === which.name
      : one.url === which.url && one.format === which.format,
  );
  if (hook === undefined) throw unknownHook(hooks);
  const unfit = events.find((kind) => !FORMATS[hook.format].events.includes(kind));
  if (unfit !== undefined) {
    throw new LeadEngineError(
      "UNFIT_EVENT",
      `A hook of format ${hook.format} cannot carry ${unfit}.`,
      `It can carry ${FORMATS[hook.format].events.join(", ")}.`,
    );
  }
  await outbox.chooseEvents(hook.name, events);
  return hook;
}

/** The operator's hook of this name. @throws {LeadEngineError} `UNKNOWN_HOOK`. */
export function hookNamed(hooks: readonly Hook[], name: string): Hook {
  const hook = hooks.find((one) => one.name === name);
  if (hook === undefined) throw unknownHook(hooks);
  return hook;
}

function unknownHook(hooks: readonly Hook[]): LeadEngineError {
  const names = hooks.map(({ name }) => name).join(", ");
  return new LeadEngineError(
    "UNKNOWN_HOOK",
    "The operator allows no such hook.",
    names === ""
      ? "Its file names no hooks: only the operator can add one."
      : `It allows: ${names}.`,
  );
}

/**
 * The request that tells a hook about an event: HubSpot's with its token, others signed by Standard Webhooks.
 * @param secret the token, or the key that signs.
 * @param now milliseconds since 1970.
 * @throws {LeadEngineError} `SECRET_INVALID`: it is no key; never repeats it.
 */
export function requestTo(
  { url, format, allowPrivate, secret: variable }: Hook,
  record: CrmRecord,
  { secret, now }: { secret: string; now: number },
): GuardedRequest {
  const request = { method: "POST", allowPrivate } as const;
  const json = { "content-type": "application/json" };
  if (format === "hubspot") {
    return {
      ...request,
      url: new URL(HUBSPOT_UPSERT, url),
      headers: { ...json, ...hubspotAuthorization(secret, variable) },
      body: JSON.stringify(hubspotBody(record)),
    };
  }
  const body = JSON.stringify(format === "zapier" ? zapierBody(record) : genericBody(record));
  const { id } = record.event;
  const sentAt = new Date(now);
  return {
    ...request,
    url: new URL(url),
    headers: {
      ...json,
      "webhook-id": id,
      "webhook-timestamp": String(Math.floor(now / 1_000)),
      "webhook-signature": signerOf(secret, variable).sign(id, sentAt, body),
    },
    body,
  };
}

/** HubSpot's header. @throws {LeadEngineError} `SECRET_INVALID`. */
export function hubspotAuthorization(token: string, variable: string): { authorization: string } {
  if (!/^[\x21-\x7e]+$/.test(token)) throw secretInvalid(variable);
  return { authorization: `Bearer ${token}` };
}

function signerOf(secret: string, variable: string): Webhook {
  try {
    return new Webhook(secret);
  } catch {
    throw secretInvalid(variable);
  }
}

function secretInvalid(variable: string): LeadEngineError {
  return new LeadEngineError(
    "SECRET_INVALID",
    `The configuration variable ${variable} holds no key that can be used.`,
    "HubSpot's is an access token; a webhook's is whsec_ and 24 to 64 random bytes in base64.",
  );
}
