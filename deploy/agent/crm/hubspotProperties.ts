import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import type { Hook } from "../operatorConfig.ts";
import { hubspotAuthorization } from "./hooks.ts";
import { RequestFailed, type Requester } from "./guardedRequest.ts";

const PROPERTIES = "/crm/properties/2026-03/contacts";
const GROUP = { name: "lead_engine", label: "Lead Engine" };
const NOT_FOUND = 404;
/** Something of this name is there already. */
const CONFLICT = 409;

const text = (name: string, label: string) => property(name, label, "string", "text");
const longText = (name: string, label: string) => property(name, label, "string", "textarea");
const number = (name: string, label: string) => property(name, label, "number", "number");

/** What a contact has that HubSpot does not know by itself. */
const CUSTOM_PROPERTIES = [
  // By it a contact without an e-mail address is found again.
  { ...text("lead_id", "Lead"), hasUniqueValue: true },
  text("lead_source", "Source of the lead"),
  text("lead_vertical", "Vertical"),
  text("lead_region", "Region, ISO 3166"),
  number("lead_quality_score", "Quality score, 0 to 10,000"),
  longText("lead_score_parts", "Quality score by part"),
  number("lead_winning_bid", "Price, USDC"),
  property("lead_consent_time", "Time of consent", "datetime", "date"),
  text("lead_consent_certificate", "Consent certificate"),
  longText("lead_fields", "Answers"),
  text("lead_tax_id", "Tax id"),
  text("lead_ip_address", "IP address"),
  text("lead_user_agent", "Browser"),
  text("lead_seller", "Seller's account"),
  longText("lead_seller_record", "Seller's record"),
  text("lead_unanswered_checks", "Checks without an answer"),
  text("lead_transaction", "Transaction of the delivery"),
] as const;

/** Which properties of a HubSpot account there were, and which had to be made. */
export interface HubspotSetup {
  readonly hook: string;
  readonly created: readonly string[];
  readonly existing: readonly string[];
}

/**
 * Creates the properties of contacts that leads need, in a group of their own; those that are there are left as they are.
 * @param token HubSpot's access token, with the scopes `crm.schemas.contacts.read` and `crm.schemas.contacts.write`.
 * @throws {LeadEngineError} `HUBSPOT_REFUSED`, `HUBSPOT_SILENT`, `SECRET_INVALID`.
 */
export async function setUpHubspot(
  requester: Requester,
  { name, url, allowPrivate, secret }: Hook,
  token: string,
): Promise<HubspotSetup> {
  const headers = {
    "content-type": "application/json",
    ...hubspotAuthorization(token, secret),
  };
  /** The status that HubSpot answers with; it must be a success or one of `also`. */
  const ask = async (path: string, body: object | undefined, also: number): Promise<number> => {
    const request = { url: new URL(`${PROPERTIES}${path}`, url), headers, allowPrivate };
    const { status } = await requester
      .send(
        body === undefined
          ? { ...request, method: "GET" }
          : { ...request, method: "POST", body: JSON.stringify(body) },
      )
      .catch((error: unknown) => {
        throw error instanceof RequestFailed ? silent(name, error) : error;
      });
    if (status >= 300 && status !== also) throw refused(name, status);
    return status;
  };
  const missing = [];
  const existing = [];
  for (const one of CUSTOM_PROPERTIES) {
    const status = await ask(`/${one.name}`, undefined, NOT_FOUND);
    if (status === NOT_FOUND) missing.push(one);
    else existing.push(one.name);
  }
  if (missing.length > 0) {
    await ask("/groups", { ...GROUP, displayOrder: -1 }, CONFLICT);
    await ask("/batch/create", { inputs: missing }, CONFLICT);
  }
  return { hook: name, created: missing.map((one) => one.name), existing };
}

function property(name: string, label: string, type: string, fieldType: string) {
  return { groupName: GROUP.name, name, label, type, fieldType };
}

function refused(hook: string, status: number): LeadEngineError {
  return new LeadEngineError(
    "HUBSPOT_REFUSED",
    `HubSpot answered ${status} to the hook ${hook}.`,
    "Check its access token: it needs the scopes crm.schemas.contacts.read and .write, crm.objects.contacts.write.",
  );
}

function silent(hook: string, { code }: RequestFailed): LeadEngineError {
  return new LeadEngineError(
    "HUBSPOT_SILENT",
    `HubSpot did not answer to the hook ${hook}: ${code}.`,
    "Check the hook's URL, https://api.hubapi.com, and your connection.",
  );
}
