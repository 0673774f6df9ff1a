import type { StackFile } from "../../deploy/local/stack/stackFile.ts";
import type { Ask } from "../../types/subgraph/queries.ts";
import { askFresh, requireIndexOf, type AskedChain } from "./indexedChain.ts";
import { TaskError } from "./taskError.ts";

/** Services beside the chain. */
export type ServiceName = "graphql" | "ipfs" | "don";

/** Base URLs of services, as far as they are known. */
export type ServiceOptions = Readonly<Partial<Record<ServiceName, string | undefined>>>;

const SERVICES: Readonly<Record<ServiceName, { title: string; variable: string }>> = {
  graphql: { title: "subgraph", variable: "LEAD_ENGINE_GRAPHQL" },
  ipfs: { title: "IPFS node (Kubo RPC)", variable: "LEAD_ENGINE_IPFS" },
  don: { title: "DON's gateway", variable: "LEAD_ENGINE_DON" },
};

/** Where services are found: URLs without a slash at their end. */
export interface Services {
  /** A service's URL; throws when nothing names it. */
  readonly requireService: (name: Exclude<ServiceName, "graphql">) => string;
  /** The subgraph's URL, undefined when nothing names it; throws when it tells of another chain. */
  readonly index: () => Promise<string | undefined>;
  /** The same; throws when nothing names it. */
  readonly requireIndex: () => Promise<string>;
  /** How to ask it about the chain as it is now; see `askFresh`. Throws where no chain is named either. */
  readonly requireFreshIndex: () => Promise<Ask>;
}

/**
 * Services as the options name them, else the environment, else the running stack.
 * @param chain the chain that is asked about: a stack on another one tells nothing of it.
 */
export function openServices(
  options: ServiceOptions,
  stack: StackFile | undefined,
  chain: AskedChain | undefined,
): Services {
  const chainId = chain?.chainId;
  const known = stack?.chainId === chainId ? stack : undefined;
  const named = (name: ServiceName) => options[name] ?? process.env[SERVICES[name].variable];
  const service = (name: ServiceName): string | undefined => {
    const url = named(name) ?? known?.[name];
    if (url === undefined) return undefined;
    if (!URL.canParse(url)) {
      throw new TaskError(`--${name} is no URL.`, "Write it as http://127.0.0.1:8000.");
    }
    return url.replace(/\/+$/, "");
  };
  const requireService = (name: ServiceName): string => {
    const url = service(name);
    if (url !== undefined) return url;
    const { title, variable } = SERVICES[name];
    if (stack !== known) {
      throw new TaskError(
        `The ${title} that runs on this machine is of chain ${stack?.chainId}, not of chain ${chainId}.`,
        `Name the one of chain ${chainId} with --${name} or ${variable}, or leave out --network to look at the stack.`,
      );
    }
    throw new TaskError(
      `The URL of the ${title} is not known.`,
      `Name it with --${name} or ${variable}; a running stack (\`npx hardhat stack\`) tells it by itself.`,
    );
  };
  /** The stack's own index is of its chain. */
  const checked = async (url: string): Promise<string> => {
    if (chain !== undefined && named("graphql") !== undefined) await requireIndexOf(chain, url);
    return url;
  };
  const requireIndex = async () => checked(requireService("graphql"));
  return {
    requireService,
    index: async () => {
      const url = service("graphql");
      return url === undefined ? undefined : checked(url);
    },
    requireIndex,
    requireFreshIndex: async () => {
      if (chain === undefined) {
        throw new TaskError(
          "No chain is named, so nothing tells whether the subgraph is up to date.",
          "Name its network with --network, or ask without --fresh.",
        );
      }
      return askFresh(await requireIndex(), chain);
    },
  };
}

/** The service does not answer, or not as it should. */
export function serviceFailed(
  name: ServiceName,
  url: string,
  what: string,
  cause?: unknown,
): TaskError {
  const { title, variable } = SERVICES[name];
  return new TaskError(
    `The ${title} at ${url} ${what}.`,
    `Check that it runs and that the URL is right (--${name}, ${variable}); a stack is started with \`npx hardhat stack\`.`,
    { cause },
  );
}
