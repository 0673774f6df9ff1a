import { readFile } from "node:fs/promises";
import path from "node:path";

import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { startIntake } from "../../deploy/intake/startIntake.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { traderAction, type TraderOptions } from "../cli/action.ts";
import { readVariable } from "../cli/configVariable.ts";
import { dataDirectory } from "../cli/dataDirectory.ts";
import { parseDuration } from "../cli/duration.ts";
import { noteTo } from "../cli/output.ts";
import { untilStopped } from "../cli/untilStopped.ts";

/** Fewer characters could be guessed. */
const SHORTEST_KEY = 24;
const LOOPBACK = ["127.0.0.1", "::1", "localhost"];

interface ServeArguments extends TraderOptions {
  readonly host: string;
  readonly port: number;
  readonly cert: string | undefined;
  readonly key: string | undefined;
  readonly behindProxy: boolean;
  readonly publicUrl: string | undefined;
  readonly apiKey: string;
  readonly consentText: string;
  readonly deadline: string;
}

export default traderAction<ServeArguments>(async (args, trader, hre) => {
  const { host, port, behindProxy, publicUrl, consentText, deadline, json } = args;
  const note = noteTo(json);
  const tls = await tlsOf(args);
  if (!LOOPBACK.includes(host) && tls === undefined && !behindProxy) {
    throw new LeadEngineError(
      "NO_TLS",
      `On ${host}, personal data would cross the network in plain text.`,
      "Give --cert and --key, or listen on 127.0.0.1 behind a proxy that speaks TLS, with --behind-proxy.",
    );
  }
  const { chainId, contracts, address } = trader;
  const seller = `${chainId}-${contracts.verifier.address}-${address}`.toLowerCase();
  const server = await startIntake(trader, {
    verticals: leafVerticals(),
    apiKey: await apiKeyOf(args.apiKey, hre),
    consentText,
    publicUrl: publicUrl?.replace(/\/+$/, ""),
    listen: { host, port, tls, isBehindProxy: behindProxy },
    file: path.join(dataDirectory(), "intake", `${seller}.sqlite`),
    validFor: parseDuration(deadline),
  });
  note(
    `Taking leads at ${server.url}: GET /form/<vertical>, GET /schema/<vertical>, POST /leads; until ctrl-C`,
  );
  await untilStopped();
  await server.close();
  return { json: { url: server.url }, text: "Stopped. What was accepted is kept." };
});

async function tlsOf({ cert, key }: ServeArguments) {
  if (cert === undefined && key === undefined) return undefined;
  if (cert !== undefined && key !== undefined) {
    try {
      return { cert: await readFile(cert, "utf8"), key: await readFile(key, "utf8") };
    } catch (error) {
      const { code } = error as NodeJS.ErrnoException;
      if (code === undefined) throw error;
      throw tlsError(`The certificate or its key cannot be read (${code}).`);
    }
  }
  throw tlsError("TLS needs a certificate and its key.");
}

function tlsError(says: string): LeadEngineError {
  return new LeadEngineError("NO_TLS", says, "Name both PEM files: --cert and --key.");
}

async function apiKeyOf(name: string, hre: HardhatRuntimeEnvironment): Promise<string> {
  const key = await readVariable(name, hre).catch(() => "");
  if (key.length >= SHORTEST_KEY) return key;
  throw new LeadEngineError(
    "NO_KEY",
    key === ""
      ? `The configuration variable ${name} is not set: brokers need an API key.`
      : `The API key in ${name} is shorter than ${SHORTEST_KEY} characters.`,
    `Store a random one with \`npx hardhat keystore set ${name}\`, or set it in the environment.`,
  );
}
