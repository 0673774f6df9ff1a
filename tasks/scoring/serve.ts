import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NewTaskActionFunction } from "hardhat/types/tasks";
import { successfulResult } from "hardhat/utils/result";
import { hexToBigInt, hexToBytes, isHex, size, type Hex } from "viem";

import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { askGateway } from "../../deploy/scoring/askGateway.ts";
import { SCORE_PATH, startScoring, type ScoringOptions } from "../../deploy/scoring/server.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { failWith } from "../cli/action.ts";
import { readVariable } from "../cli/configVariable.ts";
import { chosenChain } from "../cli/connect.ts";
import { deploymentOn, runningStack } from "../cli/deployment.ts";
import { facts, printReport } from "../cli/output.ts";
import { untilStopped } from "../cli/untilStopped.ts";

const MAX_PORT = 65_535;
const MAX_EPOCH = 0xffff_ffff;
/** Fewest characters of the API key: it is the only thing that keeps strangers out. */
const MIN_API_KEY = 32;

interface ServeArguments {
  readonly host: string;
  readonly port: number;
  readonly epochs: string;
  readonly vendorUrl: string | undefined;
  readonly json: boolean;
}

/** `scoring serve` */
const serve: NewTaskActionFunction<ServeArguments> = async (args, hre) => {
  try {
    const options = await optionsOf(args, hre);
    const service = await startScoring(options).catch((error: unknown) => {
      throw listenFailure(error, args);
    });
    const stopped = untilStopped();
    printReport(reportOn(options, service.url, args), args.json);
    await stopped;
    await service.close();
    return successfulResult();
  } catch (error) {
    if (!(error instanceof LeadEngineError)) throw error;
    return failWith(error, args.json);
  }
};

async function optionsOf(
  { host, port, epochs: list, vendorUrl }: ServeArguments,
  hre: HardhatRuntimeEnvironment,
): Promise<ScoringOptions> {
  if (!Number.isInteger(port) || port < 0 || port > MAX_PORT) {
    throw invalid(`--port ${port} is not a port.`, `Give a number from 0 to ${MAX_PORT}.`);
  }
  const epochs = epochsIn(list);
  const gatewayUrl = vendorUrl === undefined ? undefined : gatewayIn(vendorUrl);
  const { chainId, verifier, nft } = await deployment(hre);

  const apiKey = await secret("SCORING_API_KEY", hre);
  if (!/^[\x21-\x7e]*$/.test(apiKey) || apiKey.length < MIN_API_KEY) {
    throw invalid(
      `SCORING_API_KEY has fewer than ${MIN_API_KEY} characters, or one that a header cannot carry.`,
      "Make one of 32 random bytes in hexadecimal, and upload the same one to the Vault as scoring_api_key.",
    );
  }
  const dedupSecret = hexToBytes(await key("DEDUP_SECRET", hre));
  const leadKeys = new Map<number, bigint>();
  for (const epoch of epochs) leadKeys.set(epoch, hexToBigInt(await key(`LEAD_KEY_${epoch}`, hre)));
  const gateway =
    gatewayUrl === undefined
      ? undefined
      : { url: gatewayUrl, apiKey: await secret("VENDOR_API_KEY", hre) };

  return {
    chainId,
    verifier,
    nft,
    verticals: leafVerticals(),
    leadKeys,
    dedupSecret,
    askVendors: (leads) =>
      gateway === undefined ? Promise.resolve(leads.map(() => ({}))) : askGateway(gateway, leads),
    apiKey,
    host,
    port,
    now: () => Math.floor(Date.now() / 1_000),
    log: (line) => {
      console.error(line);
    },
  };
}

/** The contracts that packages are bound to, of `--network` or the running stack. No chain is asked where the network names its id. */
async function deployment(hre: HardhatRuntimeEnvironment) {
  const stack = await runningStack();
  const chain = await chosenChain(hre, stack);
  if (chain === undefined) {
    throw new LeadEngineError(
      "NO_CHAIN",
      "No stack runs on this machine, and no network is named.",
      "Start one with `npx hardhat stack` in another terminal, or name a network: --network base.",
    );
  }
  const {
    deployment: { verifier, nft },
  } = await deploymentOn(chain.chainId, stack, hre.config.paths.ignition);
  return { chainId: chain.chainId, verifier, nft };
}

function epochsIn(list: string): number[] {
  const epochs = list.split(",").map(Number);
  if (epochs.some((epoch) => !Number.isInteger(epoch) || epoch < 1 || epoch > MAX_EPOCH)) {
    throw invalid(`--epochs ${list} lists no epochs.`, "Give numbers from 1 on, such as 1,2.");
  }
  return epochs;
}

/** The gateway gets personal data, so only this machine is called without encryption. */
function gatewayIn(url: string): string {
  const { protocol, hostname } = URL.parse(url) ?? { protocol: "", hostname: "" };
  const isLocal = protocol === "http:" && (hostname === "127.0.0.1" || hostname === "localhost");
  if (protocol === "https:" || isLocal) return url;
  throw invalid(
    "--vendor-url is no HTTPS address.",
    "The gateway gets phone numbers and e-mail addresses: name it by https://.",
  );
}

/** A secret of 32 bytes. */
async function key(name: string, hre: HardhatRuntimeEnvironment): Promise<Hex> {
  const value = await secret(name, hre);
  if (isHex(value) && size(value) === 32) return value;
  throw invalid(
    `${name} does not hold 32 bytes in hexadecimal, with 0x before them.`,
    `Store it again with \`npx hardhat keystore set ${name} --force\`.`,
  );
}

/** A configuration variable. Errors name it, never its value. */
async function secret(name: string, hre: HardhatRuntimeEnvironment): Promise<string> {
  const value = await readVariable(name, hre).catch(() => "");
  if (value !== "") return value;
  throw new LeadEngineError(
    "NO_SECRET",
    `The configuration variable ${name} is not set.`,
    `Store it with \`npx hardhat keystore set ${name}\`, or set it in the environment.`,
  );
}

function invalid(says: string, next: string): LeadEngineError {
  return new LeadEngineError("INVALID_OPTION", says, next);
}

function listenFailure(cause: unknown, { host, port }: ServeArguments): LeadEngineError {
  const { code = "it cannot be opened" } = cause as NodeJS.ErrnoException;
  return new LeadEngineError(
    "CANNOT_LISTEN",
    `The service cannot listen on ${host}, port ${port}: ${code}.`,
    "Choose another place with --host and --port (0 takes a free port).",
    { cause },
  );
}

function reportOn(
  { chainId, verifier, leadKeys }: ScoringOptions,
  url: string,
  { vendorUrl }: ServeArguments,
) {
  const epochs = [...leadKeys.keys()];
  const endpoint = `${url}${SCORE_PATH}`;
  return {
    json: { url: endpoint, health: `${url}/health`, chainId, verifier, epochs },
    text: [
      facts([
        ["scores at", endpoint],
        ["health", `${url}/health`],
        ["for", `verifier ${verifier} on chain ${chainId}`],
        ["keys of epochs", epochs.join(", ")],
        ["vendors", vendorUrl === undefined ? "none: leads are scored by their form" : "asked"],
      ]),
      "One line of JSON for each request goes to the error stream. Ctrl-C answers what runs, then ends.",
    ].join("\n"),
  };
}

export default serve;
