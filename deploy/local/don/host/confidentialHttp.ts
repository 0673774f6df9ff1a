import { capability, withinHttpLimits, type Capabilities, type Secrets } from "./capabilities.ts";
import type { ConfidentialHttpRequest, Headers } from "./httpMessages.ts";
import type { OutgoingRequest, Send } from "./mappedHttp.ts";
import { CONFIDENTIAL_HTTP_CLIENT_PB } from "./messages.ts";

/** `{{.name}}` in a body or the value of a header. */
const PLACEHOLDER = /\{\{\s*\.(\w+)\s*\}\}/g;

/**
 * The Confidential HTTP capability: an enclave, simulated here, takes secrets from the Vault, puts them where a request names them, and
 * sends it once for all nodes. The nodes see the request without its secrets, and the response.
 */
export function confidentialHttpCapability(send: Send, secrets: Secrets): Capabilities {
  const { ConfidentialHTTPRequestSchema, HTTPResponseSchema } = CONFIDENTIAL_HTTP_CLIENT_PB;
  return {
    "confidential-http@1.0.0-alpha/SendRequest": capability(
      ConfidentialHTTPRequestSchema,
      HTTPResponseSchema,
      (asked, caller) => {
        if (caller === "DON") return withinHttpLimits(fillIn(asked, secrets), send);
        throw new Error("Confidential HTTP is called by the DON, not by a node.");
      },
      "confidentialHttpCalls",
    ),
  };
}

/** Errors name a secret, never its value. */
function fillIn(
  { vaultDonSecrets, request }: ConfidentialHttpRequest,
  secrets: Secrets,
): OutgoingRequest {
  if (request === undefined) throw new Error("The call has no request.");
  if (request.encryptOutput) throw new Error("The local DON does not encrypt responses.");
  if (request.customRootCaCertPem.length > 0) {
    throw new Error("The local DON takes no certificates of a workflow.");
  }
  const values = new Map(Object.entries(request.templatePublicValues));
  for (const { key, namespace } of vaultDonSecrets) {
    const value = secrets(key, namespace);
    if (value === undefined) throw new Error(`The Vault has no secret ${key}.`);
    values.set(key, value);
  }
  const fill = (template: string) =>
    template.replace(PLACEHOLDER, (_placeholder, name: string) => {
      const value = values.get(name);
      if (value === undefined) throw new Error(`The request names no secret ${name}.`);
      return value;
    });

  const { url, method, body, multiHeaders, timeout } = request;
  return {
    url,
    method,
    headers: {},
    multiHeaders: filledHeaders(multiHeaders, fill),
    body: body.case === "bodyBytes" ? body.value : new TextEncoder().encode(fill(body.value ?? "")),
    ...(timeout === undefined ? {} : { timeout }),
  };
}

function filledHeaders(headers: Headers, fill: (template: string) => string): Headers {
  const filled = Object.entries(headers).map(
    ([name, { values }]) => [name, { values: values.map(fill) }] as const,
  );
  return Object.fromEntries(filled);
}
