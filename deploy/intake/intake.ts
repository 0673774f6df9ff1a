import { createHash, timingSafeEqual } from "node:crypto";

import { HttpError, jsonResponse } from "../local/http.ts";
import type { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import { hasCode } from "../sdk/errors/leadEngineError.ts";
import { jsonSchemaOf } from "../sdk/lead/leadFileSchema.ts";
import type { Vertical } from "../sdk/lead/vertical.ts";
import { HONEYPOT, leadOfForm } from "./formLead.ts";
import { apologyPage, formPage, PAGE_HEADERS, thanksPage } from "./formPage.ts";
import { rateLimiter, type Rate } from "./rateLimit.ts";
import { sellableLeadOf, type SellableLead } from "./sellableLead.ts";
import type { Submission } from "./submissionStore.ts";

/** Requests of one address without a right key: enough for people, too few to guess keys or to flood. */
const STRANGERS: Rate = { requests: 30, milliseconds: 60_000 };

/** What an intake works with. */
export interface IntakeOptions {
  /** Leaf verticals that it takes leads of, by slug. */
  readonly verticals: ReadonlyMap<string, Vertical>;
  /** What brokers must send. */
  readonly apiKey: string;
  /** The words that a form's consumer agrees to. */
  readonly consentText: string;
  /** Where the world reaches the forms, without a slash at its end. */
  readonly publicUrl: () => string;
  /** The chain's time, Unix seconds. */
  readonly now: () => Promise<number>;
  /** Seals a lead and keeps it on the disk. @returns what was kept, or what is known of the same lead. */
  readonly accept: (lead: SellableLead) => Promise<Accepted>;
  readonly find: (id: string) => Submission | undefined;
  readonly rate?: Rate;
}

/** A lead that was kept, now or before. */
export interface Accepted {
  readonly submission: Submission;
  /** Whether the same lead came before, so that nothing new was kept. */
  readonly isDuplicate: boolean;
}

/** A request and who sent it. */
export type IntakeHandler = (request: Request, ip: string) => Promise<Response>;

/**
 * Answers a seller's public door:
 * - `GET /form/<vertical>` shows a form, `POST` takes it; no cookie and no session stands behind it, so a forged post can do nothing that
 *   anybody could not do by writing a post of its own;
 * - `GET /schema/<vertical>` is the JSON Schema of a lead;
 * - `POST /leads` takes a broker's lead and answers 202 with its id once it is on the disk, or 200 if the same came within a day;
 * - `GET /leads/<id>` says how it stands.
 *
 * The last two need `authorization: Bearer <key>`. Refusals are `{error: {code, says, issues}}` and never repeat a value.
 */
export function intakeHandler(options: IntakeOptions): IntakeHandler {
  const isAllowed = rateLimiter(options.rate ?? STRANGERS);
  return async (request, ip) => {
    const { pathname } = new URL(request.url);
    const [, noun = "", rest = "", ...more] = pathname.split("/");
    const isBroker = isKey(request.headers.get("authorization"), options.apiKey);
    if (!isBroker && !isAllowed(ip)) {
      throw new HttpError(429, "Too many requests from this address; try again in a minute.");
    }
    const route = more.length === 0 ? `${request.method} ${noun}` : "";
    if (route === "POST leads" && rest === "") {
      requireKey(isBroker);
      return takeLead(request, options);
    }
    if (route === "GET leads") {
      requireKey(isBroker);
      return standingOf(rest, options);
    }
    const vertical = options.verticals.get(rest);
    if (vertical === undefined) throw new HttpError(404, "There is nothing here.");
    if (route === "GET schema") return jsonResponse(jsonSchemaOf(vertical));
    const { consentText } = options;
    if (route === "GET form") return pageResponse(formPage({ vertical, consentText }), 200);
    if (route === "POST form") return takeForm(request, ip, vertical, options);
    throw new HttpError(404, "There is nothing here.");
  };
}

async function takeLead(request: Request, options: IntakeOptions): Promise<Response> {
  requireType(request, "application/json");
  let input: unknown;
  try {
    input = await request.json();
  } catch {
    throw new HttpError(400, "The body is not JSON.");
  }
  try {
    const lead = sellableLeadOf(input, await options.now(), options.verticals);
    const { submission, isDuplicate } = await options.accept(lead);
    const body = { ...publicView(submission), duplicate: isDuplicate };
    const response = jsonResponse(body, isDuplicate ? 200 : 202);
    response.headers.set("location", `/leads/${submission.id}`);
    return response;
  } catch (error) {
    if (!hasCode(error, "INVALID_LEAD")) throw error;
    const says = "It is not a lead that can be sold.";
    return jsonResponse({ error: { code: error.code, says, issues: error.issues } }, 422);
  }
}

function standingOf(id: string, { find }: IntakeOptions): Response {
  const submission = find(id);
  if (submission === undefined) throw new HttpError(404, "No lead has this id.");
  return jsonResponse(publicView(submission));
}

function publicView(submission: Submission): object {
  return { ...submission, fromBlock: undefined };
}

async function takeForm(
  request: Request,
  ip: string,
  vertical: Vertical,
  { consentText, publicUrl, now, accept, verticals }: IntakeOptions,
): Promise<Response> {
  requireType(request, "application/x-www-form-urlencoded");
  const answers = new URLSearchParams(await request.text());
  // Who falls into the trap is told nothing.
  if ((answers.get(HONEYPOT) ?? "") !== "") return pageResponse(thanksPage(), 202);
  const again = (issues: LeadEngineError["issues"] = []) =>
    pageResponse(formPage({ vertical, consentText, answers, issues }), 422);
  if (answers.get("consent") !== "yes") {
    return again([{ path: "consent", message: "must be given by ticking the box" }]);
  }
  const time = await now();
  const userAgent = request.headers.get("user-agent") ?? "";
  const pageUrl = `${publicUrl()}/form/${vertical.slug}`;
  const input = leadOfForm(answers, vertical, { now: time, ip, userAgent, consentText, pageUrl });
  try {
    await accept(sellableLeadOf(input, time, verticals));
    return pageResponse(thanksPage(), 202);
  } catch (error) {
    if (hasCode(error, "INVALID_LEAD")) return again(error.issues);
    return pageResponse(apologyPage("Please try again in a few minutes."), 503);
  }
}

function pageResponse(html: string, status: number): Response {
  return new Response(html, { status, headers: PAGE_HEADERS });
}

function requireType(request: Request, type: string): void {
  const given = request.headers.get("content-type") ?? "";
  if (given.split(";")[0]?.trim().toLowerCase() === type) return;
  throw new HttpError(415, `The body must be ${type}.`);
}

function requireKey(isBroker: boolean): void {
  if (!isBroker) throw new HttpError(401, "Send `authorization: Bearer <API key>`.");
}

/** Compares hashes, so that the time says nothing of the key, not even its length. */
function isKey(authorization: string | null, key: string): boolean {
  const [, given] = /^Bearer (.+)$/i.exec(authorization ?? "") ?? [];
  return given !== undefined && timingSafeEqual(hashOf(given), hashOf(key));
}

function hashOf(text: string): Buffer {
  return createHash("sha256").update(text).digest();
}
