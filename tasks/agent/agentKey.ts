import { mkdir, readFile, writeFile } from "node:fs/promises";
import path from "node:path";

import { isHex, size, type Address, type Hex } from "viem";
import { generatePrivateKey, privateKeyToAccount } from "viem/accounts";

import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { chosenAccount } from "../cli/account.ts";
import { parseAddress } from "../cli/address.ts";
import { dataDirectory } from "../cli/dataDirectory.ts";

/** The configuration variable that the agent's key is read from; `agent key create` writes the file that sets it. */
const VARIABLE = "LEAD_ENGINE_AGENT_KEY";

function keyFile(): string {
  return path.join(dataDirectory(), "agent.key");
}

/** Makes the agent's key, in a file of the data directory that only its owner can read. @throws {LeadEngineError} `KEY_EXISTS` */
export async function createKey(): Promise<{ readonly address: Address; readonly file: string }> {
  const file = keyFile();
  const key = generatePrivateKey();
  await mkdir(dataDirectory(), { recursive: true, mode: 0o700 });
  try {
    await writeFile(file, `${key}\n`, { mode: 0o600, flag: "wx", flush: true });
  } catch (cause) {
    if ((cause as NodeJS.ErrnoException).code !== "EEXIST") throw cause;
    throw new LeadEngineError(
      "KEY_EXISTS",
      `There is a key in ${file} already; it may hold money.`,
      "Use it, or another data directory: LEAD_ENGINE_HOME.",
      { cause },
    );
  }
  return { address: privateKeyToAccount(key).address, file };
}

/**
 * Whose wallet an agent's task signs with: the named account, else the agent's own key, which is then found as a configuration variable is.
 * @throws {LeadEngineError} `NO_KEY`: nothing is named, and there is no key of its own.
 */
export async function agentAccount(option: string | undefined): Promise<string> {
  const named = chosenAccount(option);
  if (named !== undefined) return named;
  process.env[VARIABLE] ??= await readKey();
  return VARIABLE;
}

/** The agent that is named, else that of this machine's key. @throws {LeadEngineError} `NO_KEY`: there is no key. */
export async function agentOf(named: string | undefined): Promise<Address> {
  return named === undefined ? privateKeyToAccount(await readKey()).address : parseAddress(named);
}

async function readKey(): Promise<Hex> {
  const text = await readFile(keyFile(), "utf8").catch(() => "");
  const key = text.trim();
  if (isHex(key) && size(key) === 32) return key;
  throw new LeadEngineError(
    "NO_KEY",
    "The agent has no key of its own, and no account is named.",
    "Make one with `npx hardhat agent key create`, or name an account: --account, LEAD_ENGINE_ACCOUNT.",
  );
}
