import { z } from "zod";

import { HttpError, jsonResponse } from "../http/response.ts";
import { serve, type Service } from "../http/serve.ts";
import { disclosureSchema, type PostedDisclosure } from "./disclosureSchema.ts";
import { openIntake, type IntakeContext } from "./intake.ts";

/** Bytes that a disclosure may have: the largest block that IPFS nodes exchange, in base64, and room. */
const MAX_DISCLOSURE = 4 * 1_024 * 1_024;

/** Where the DON answers. */
export interface DonOptions extends IntakeContext {
  /** 0 takes a free one. */
  readonly port: number;
  /** File that gets a line for every request. */
  readonly log: string;
}

/**
 * Starts the local DON's door: `POST /leads` takes a seller's disclosure, answers when the report is mined, with the lead's id or why the
 * contracts refused it; `GET /health`.
 */
export async function startDon({ port, log, ...context }: DonOptions): Promise<Service> {
  const intake = await openIntake(context);
  return serve(
    async (request) => {
      const { pathname } = new URL(request.url);
      const route = `${request.method} ${pathname}`;
      if (route === "POST /leads") return jsonResponse(await intake.take(await parse(request)));
      if (route === "GET /health") return jsonResponse(await intake.health());
      throw new HttpError(404, `There is no ${route}; served are POST /leads and GET /health.`);
    },
    { port, portOption: "--don-port", maxBody: MAX_DISCLOSURE, log },
  );
}

/** Messages name the place, never the value: a disclosure holds a secret. */
async function parse(request: Request): Promise<PostedDisclosure> {
  let body: unknown;
  try {
    body = await request.json();
  } catch {
    throw new HttpError(400, "The body is not JSON.");
  }
  const parsed = disclosureSchema.safeParse(body);
  if (parsed.success) return parsed.data;
  throw new HttpError(400, `The body is no disclosure:\n${z.prettifyError(parsed.error)}`);
}
