import type { StackFile } from "../../deploy/local/stack/stackFile.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import {
  openServices,
  SERVICE_TITLES,
  type ServiceName,
  type Services,
  type ServiceUrls,
} from "../../deploy/sdk/services.ts";
import type { AskedChain } from "../../deploy/sdk/subgraph/indexedChain.ts";

/** Environment variables that name services. */
const VARIABLES: Readonly<Record<ServiceName, string>> = {
  graphql: "LEAD_ENGINE_GRAPHQL",
  ipfs: "LEAD_ENGINE_IPFS",
  don: "LEAD_ENGINE_DON",
  beacon: "LEAD_ENGINE_BEACON",
};

/**
 * Services as the options name them, else the environment, else the running stack.
 * @param chain the chain that is asked about: a stack on another one does not serve it.
 */
export function findServices(
  options: ServiceUrls,
  stack: StackFile | undefined,
  chain: AskedChain | undefined,
): Services {
  const chainId = chain?.chainId;
  const known = stack?.chainId === chainId ? stack : undefined;
  const named = (name: ServiceName) => options[name] ?? process.env[VARIABLES[name]];
  return openServices({
    urlOf: (name) => named(name) ?? known?.[name],
    holderOf: (name) => `--${name}`,
    chain,
    // The stack's own subgraph indexes its chain.
    isOwnIndex: () => named("graphql") === undefined,
    missing: (name) =>
      stack === known
        ? new LeadEngineError(
            "SERVICE_UNKNOWN",
            `The URL of the ${SERVICE_TITLES[name]} is not known.`,
            `Name it with --${name} or ${VARIABLES[name]}; a running stack (\`npx hardhat stack\`) names it by itself.`,
          )
        : new LeadEngineError(
            "SERVICE_UNKNOWN",
            `The ${SERVICE_TITLES[name]} that runs on this machine is of chain ${stack?.chainId}, not of chain ${chainId}.`,
            `Name the one of chain ${chainId} with --${name} or ${VARIABLES[name]}, or leave out --network to look at the stack.`,
          ),
  });
}
