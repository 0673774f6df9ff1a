import { LeadEngineError } from "./errors/leadEngineError.ts";
import type { Ask } from "./generated/queries.ts";
import { askFresh, requireIndexOf, type AskedChain } from "./subgraph/indexedChain.ts";

/** Services beside the chain. */
export type ServiceName = "graphql" | "ipfs" | "don" | "beacon";

/** Known base URLs of services. */
export type ServiceUrls = Readonly<Partial<Record<ServiceName, string | undefined>>>;

/** Where services are found: URLs without a slash at their end. */
export interface Services {
  /** A service's URL; undefined if nothing names it. */
  readonly find: (name: Exclude<ServiceName, "graphql">) => string | undefined;
  /** A service's URL. @throws {LeadEngineError} nothing names it. */
  readonly requireService: (name: Exclude<ServiceName, "graphql">) => string;
  /** The subgraph's URL, undefined if nothing names it. @throws {LeadEngineError} it indexes another chain. */
  readonly index: () => Promise<string | undefined>;
  /** The subgraph's URL. @throws {LeadEngineError} nothing names it, or it indexes another chain. */
  readonly requireIndex: () => Promise<string>;
  /** How to ask it about the chain as it is now; see `askFresh`. */
  readonly requireFreshIndex: () => Promise<Ask>;
}

/** What people call a service. */
export const SERVICE_TITLES: Readonly<Record<ServiceName, string>> = {
  graphql: "subgraph",
  ipfs: "IPFS node (Kubo RPC)",
  don: "DON's gateway",
  beacon: "drand beacon",
};

/** How services are found. */
export interface ServiceDirectory {
  /** The URL that names a service; undefined if nothing does. */
  readonly urlOf: (name: ServiceName) => string | undefined;
  /** The chain that is asked about; undefined where none is named. */
  readonly chain: AskedChain | undefined;
  /** Whether the subgraph is known to index that chain. */
  readonly isOwnIndex?: () => boolean;
  /** What holds a service's URL, for people. */
  readonly holderOf?: (name: ServiceName) => string;
  /** Why a service has no URL. */
  readonly missing?: (name: ServiceName) => LeadEngineError;
}

/** Services as a directory names them. */
export function openServices({
  urlOf,
  chain,
  isOwnIndex = () => false,
  holderOf = (name) => `The URL of the ${SERVICE_TITLES[name]}`,
  missing = notNamed,
}: ServiceDirectory): Services {
  const find = (name: ServiceName): string | undefined => {
    const url = urlOf(name);
    if (url === undefined || URL.canParse(url)) return url?.replace(/\/+$/, "");
    throw new LeadEngineError(
      "INVALID_URL",
      `${holderOf(name)} is not a URL.`,
      "Write it as http://127.0.0.1:8000.",
    );
  };
  const requireService = (name: ServiceName): string => {
    const url = find(name);
    if (url === undefined) throw missing(name);
    return url;
  };
  const checked = async (url: string): Promise<string> => {
    if (chain !== undefined && !isOwnIndex()) await requireIndexOf(chain, url);
    return url;
  };
  const requireIndex = async () => checked(requireService("graphql"));
  return {
    find,
    requireService,
    index: async () => {
      const url = find("graphql");
      return url === undefined ? undefined : checked(url);
    },
    requireIndex,
    requireFreshIndex: async () => {
      if (chain !== undefined) return askFresh(await requireIndex(), chain);
      throw new LeadEngineError(
        "NO_CHAIN",
        "No chain is named, so nothing shows whether the subgraph is up to date.",
        "Name the chain, or ask for an answer that may be older.",
      );
    },
  };
}

/** The service does not answer, or not as it should. */
export function serviceFailed(
  name: ServiceName,
  url: string,
  what: string,
  cause?: unknown,
): LeadEngineError {
  return new LeadEngineError(
    "SERVICE_FAILED",
    `The ${SERVICE_TITLES[name]} at ${url} ${what}.`,
    `Check that it runs and that its URL is right, or name another with \`services.${name}\`.`,
    { cause },
  );
}

function notNamed(name: ServiceName): LeadEngineError {
  return new LeadEngineError(
    "SERVICE_UNKNOWN",
    `The URL of the ${SERVICE_TITLES[name]} is not known.`,
    `Name it with \`services.${name}\`.`,
  );
}
