import type { Message } from "@bufbuild/protobuf";
import type { Duration } from "@bufbuild/protobuf/wkt";

type Http<Name extends string> = Message<`capabilities.networking.http.v1alpha.${Name}`>;
type ConfidentialHttp<Name extends string> =
  Message<`capabilities.networking.confidentialhttp.v1alpha.${Name}`>;

/** Values by the name of their header. */
export type Headers = Readonly<Record<string, { readonly values: readonly string[] }>>;

/** A request of the HTTP capability. */
export type HttpRequest = Http<"Request"> & {
  readonly url: string;
  readonly method: string;
  readonly headers: Readonly<Record<string, string>>;
  readonly multiHeaders: Headers;
  readonly body: Uint8Array;
  readonly timeout?: Duration;
};
/** Its answer. */
export type HttpResponse = Http<"Response"> & {
  readonly statusCode: number;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: Uint8Array;
};

/** A request with secrets of the Vault, for an enclave to fill in and to send. */
export type ConfidentialHttpRequest = ConfidentialHttp<"ConfidentialHTTPRequest"> & {
  readonly vaultDonSecrets: readonly { readonly key: string; readonly namespace: string }[];
  readonly request?: {
    readonly url: string;
    readonly method: string;
    readonly body:
      | { readonly case: "bodyString"; readonly value: string }
      | { readonly case: "bodyBytes"; readonly value: Uint8Array }
      | { readonly case: undefined; readonly value?: undefined };
    readonly multiHeaders: Headers;
    readonly templatePublicValues: Readonly<Record<string, string>>;
    readonly customRootCaCertPem: Uint8Array;
    readonly timeout?: Duration;
    readonly encryptOutput: boolean;
  };
};
/** Its answer, which the nodes see. */
export type ConfidentialHttpResponse = ConfidentialHttp<"HTTPResponse"> & {
  readonly statusCode: number;
  readonly body: Uint8Array;
};

/** A key that may start runs: `type` 1 is an Ethereum address. */
interface AuthorizedKey {
  readonly type: number;
  readonly publicKey: string;
}
/** Who may call a workflow. */
export type HttpTriggerConfig = Http<"Config"> & {
  readonly authorizedKeys: readonly AuthorizedKey[];
};
/** What an HTTP trigger hands to a workflow. */
export type HttpPayload = Http<"Payload"> & {
  readonly input: Uint8Array;
  readonly key?: AuthorizedKey;
};
