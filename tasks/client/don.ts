import type { LeadDisclosure } from "../../deploy/local/don/attestLead.ts";
import { disclosureToJson } from "../../deploy/local/don/disclosureSchema.ts";
import type { Client } from "./client.ts";
import { serviceFailed } from "./services.ts";
import { TaskError } from "./taskError.ts";

/** Hands a lead to the DON and waits until it has reported. What came of it is on the chain. */
export async function discloseToDon(client: Client, disclosure: LeadDisclosure): Promise<void> {
  const don = client.requireService("don");
  let response: Response;
  try {
    response = await fetch(`${don}/leads`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: disclosureToJson(disclosure),
    });
  } catch (error) {
    throw serviceFailed("don", don, "does not answer", error);
  }
  if (response.ok) return;
  const reason = reasonIn(await response.text());
  if (response.status >= 500) throw serviceFailed("don", don, `failed: ${reason}`);
  throw new TaskError(
    `The DON refuses the lead: ${reason}`,
    "Correct the lead's file and submit it again.",
  );
}

function reasonIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    if (typeof error === "string") return error;
  } catch {
    // Not the gateway's own JSON: what it is tells the user more than nothing.
  }
  return body.slice(0, 300);
}
