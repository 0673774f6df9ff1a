import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { NetworkConnection } from "hardhat/types/network";
import { createWalletClient, custom, isAddress, isAddressEqual, isHex, size } from "viem";
import { privateKeyToAccount } from "viem/accounts";

import type { Wallet } from "../../deploy/sdk/wallet.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { readVariable } from "./configVariable.ts";

const INDEX = /^\d{1,6}$/;
const NAME = /^[A-Za-z_]\w*$/;
const CHOICES =
  "Name an account by its index or address among the network's, or by the configuration variable that holds its key " +
  "(`npx hardhat keystore set NAME`): --account, or LEAD_ENGINE_ACCOUNT for a whole terminal.";

/** Which wallet the user means: `--account`, else `LEAD_ENGINE_ACCOUNT`. */
export function chosenAccount(option: string | undefined): string | undefined {
  return option ?? process.env["LEAD_ENGINE_ACCOUNT"];
}

/** Whether a choice is the name of a configuration variable and not one of the network's own accounts. */
export function isKeyName(choice: string): boolean {
  return !isAddress(choice) && NAME.test(choice);
}

/**
 * The wallet that `choice` means: index or address among the network's accounts, or the name of a configuration variable with a private
 * key. Without a choice the network's only account.
 * @throws {LeadEngineError} never repeats what might be a key.
 */
export async function openWallet(
  choice: string | undefined,
  connection: NetworkConnection<"op">,
  hre: HardhatRuntimeEnvironment,
): Promise<Wallet> {
  if (choice !== undefined && isKeyName(choice)) return walletOfKey(choice, connection, hre);
  const wallets = await connection.viem.getWalletClients();
  if (choice === undefined) {
    const [only, ...others] = wallets;
    if (only !== undefined && others.length === 0) return only;
    throw new LeadEngineError("NO_ACCOUNT", "Whose wallet should sign?", CHOICES);
  }
  const wallet = INDEX.test(choice)
    ? wallets[Number(choice)]
    : isAddress(choice)
      ? wallets.find(({ account }) => isAddressEqual(account.address, choice))
      : undefined;
  if (wallet === undefined) {
    throw new LeadEngineError(
      "NO_ACCOUNT",
      `The network's ${wallets.length} accounts do not include the one in --account.`,
      CHOICES,
    );
  }
  return wallet;
}

async function walletOfKey(
  name: string,
  connection: NetworkConnection<"op">,
  hre: HardhatRuntimeEnvironment,
): Promise<Wallet> {
  const next = `Store the key with \`npx hardhat keystore set ${name}\`, or set it in the environment.`;
  const key = await readVariable(name, hre).catch((cause: unknown) => {
    const why = cause instanceof Error ? cause.message : String(cause);
    throw new LeadEngineError(
      "NO_KEY",
      `The configuration variable ${name} cannot be read: ${why}`,
      next,
      {
        cause,
      },
    );
  });
  const hex = key.startsWith("0x") ? key : `0x${key}`;
  if (!isHex(hex) || size(hex) !== 32) {
    throw new LeadEngineError(
      "NO_KEY",
      `The configuration variable ${name} does not hold a private key of 32 bytes in hexadecimal.`,
      next,
    );
  }
  const { chain } = await connection.viem.getPublicClient();
  return createWalletClient({
    account: privateKeyToAccount(hex),
    chain,
    transport: custom(connection.provider),
  });
}
