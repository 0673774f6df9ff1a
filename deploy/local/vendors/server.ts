import { z } from "zod";

import { ANSWER_NAMES, type VendorChecks } from "../../workflows/scoring/vendorChecks.ts";
import { MAX_CONTACTS } from "../../workflows/shared/vendorGateway.ts";
import { HttpError, jsonResponse, requestJson, serve, type Service } from "../http.ts";
import { answersFor, contactSchema } from "./answers.ts";

/** Where the gateway answers. */
export const CHECKS_PATH = "/v1/checks";
/** Where its failures are switched. */
export const FAILURES_PATH = "/failures";

/** Bytes that a request may have: what CRE lets a workflow send. */
const MAX_REQUEST_BYTES = 10_000;

const requestSchema = z.strictObject({ contacts: z.array(contactSchema).max(MAX_CONTACTS) });

const failuresSchema = z.strictObject({
  /** The whole gateway answers with an error 503. */
  down: z.boolean().default(false),
  /** Checks that are left out of every answer, as if their vendor were silent. */
  silent: z.array(z.enum(ANSWER_NAMES)).default([]),
  /** Checks whose answers are none. */
  malformed: z.array(z.enum(ANSWER_NAMES)).default([]),
});

/** How the gateway fails. What is left out is as it should be. */
export type Failures = z.input<typeof failuresSchema>;

/** Where and for whom the local vendors answer. */
export interface VendorsOptions {
  /** 0 takes a free one. */
  readonly port: number;
  /** File that gets a line for every request; never what was asked. */
  readonly log: string;
  /** What callers send as `Authorization: Bearer`. */
  readonly apiKey: string;
}

/**
 * Starts the vendor gateway of the local stack, with all vendors behind it: `POST /v1/checks` answers from a hash of what is asked (see
 * `ANSWERS`), `PUT /failures` takes `Failures` and makes it fail that way until the next one. Requests of more than 10,000 bytes or twelve
 * contacts are refused. Only the checks need the key: whoever is on this machine may make the local vendors fail.
 */
export async function startVendors({ port, log, apiKey }: VendorsOptions): Promise<Service> {
  let failures = failuresSchema.parse({});

  return serve(
    async (request) => {
      const route = `${request.method} ${new URL(request.url).pathname}`;
      if (route === `GET ${FAILURES_PATH}`) return jsonResponse(failures);
      if (route === `PUT ${FAILURES_PATH}`) {
        failures = await requestJson(request, failuresSchema, misplaced);
        return jsonResponse(failures);
      }
      if (route !== `POST ${CHECKS_PATH}`) {
        throw new HttpError(
          404,
          `There is no ${route}, only POST ${CHECKS_PATH}, GET and PUT ${FAILURES_PATH}.`,
        );
      }
      if (request.headers.get("authorization") !== `Bearer ${apiKey}`) {
        throw new HttpError(401, "The API key is missing or wrong.");
      }
      const { contacts } = await requestJson(request, requestSchema, misplaced);
      if (failures.down) throw new HttpError(503, "The vendors do not answer.");
      return jsonResponse({
        checks: contacts.map((contact) => failing(answersFor(contact), failures)),
      });
    },
    { port, portOption: "--vendors-port", maxBody: MAX_REQUEST_BYTES, log },
  );
}

/** Names places, never values: they are personal data. */
function misplaced({ issues }: z.ZodError): string {
  const places = issues.map(({ path }) => path.join(".") || "the body");
  return `Not as it should be: ${places.join(", ")}.`;
}

/** Answers as they come from vendors that fail. */
function failing(
  answers: VendorChecks,
  { silent, malformed }: z.output<typeof failuresSchema>,
): object {
  const given = ANSWER_NAMES.filter((name) => name in answers && !silent.includes(name));
  return Object.fromEntries(
    given.map((name) => [name, malformed.includes(name) ? "?" : answers[name]]),
  );
}
