import { z } from "zod";

import type { Client } from "../client.ts";
import { explainError } from "../errors/explainError.ts";
import { leadId } from "./schemas.ts";

/** Work of one lead that failed; it stops no other. */
export const failure = z.object({
  leadId: leadId.nullable().describe("The lead; null where it was about several"),
  code: z.string().describe("What kind of failure, for programs"),
  says: z.string().describe("What is wrong"),
  next: z.string().nullable().describe("What to do; null where nothing can be done"),
});

/** Why work failed. Rethrows what nobody foresaw: that is a bug. */
export function failureOf(
  { describe }: Client,
  leadId: bigint | null,
  error: unknown,
): z.output<typeof failure> {
  const explained = explainError(error, describe);
  if (explained === undefined) throw error;
  const { code, says, next = null } = explained;
  return { leadId, code, says, next };
}
