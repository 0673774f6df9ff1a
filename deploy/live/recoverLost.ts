import { HardhatArtifactResolver } from "@nomicfoundation/hardhat-ignition/helpers";
import { trackTransaction, wipe } from "@nomicfoundation/ignition-core";
import type { ArtifactManager } from "hardhat/types/artifacts";
import type { NetworkConnection } from "hardhat/types/network";
import { isAddressEqual, type Address, type Client, type Hex } from "viem";
import { getBlock, getBlockNumber, getTransactionCount } from "viem/actions";

import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import type { LostTransaction } from "./journal.ts";

/**
 * Lets Ignition go on after its process ended while it sent a transaction, before it could note the hash: finds the transaction on the
 * chain by its nonce, or has Ignition forget that it wanted to send one that the chain never got. Ignition itself asks for the hash.
 * @param folder Ignition's record of the deployment.
 * @throws {LeadEngineError} the transaction still waits to be mined.
 */
export async function recoverLost(
  connection: NetworkConnection<"op">,
  artifacts: ArtifactManager,
  folder: string,
  sender: Address,
  lost: readonly LostTransaction[],
): Promise<void> {
  const client = await connection.viem.getPublicClient();
  for (const { futureId, nonce } of lost) {
    const [mined, known] = await Promise.all([
      getTransactionCount(client, { address: sender }),
      getTransactionCount(client, { address: sender, blockTag: "pending" }),
    ]);
    if (mined > nonce) {
      const hash = await hashOf(client, sender, nonce);
      await trackTransaction(folder, hash, connection.provider, 1);
    } else if (known > nonce) {
      throw new LeadEngineError(
        "TRANSACTION_WAITS",
        `Transaction ${nonce} of ${sender} (${futureId}) was sent and is not mined.`,
        "Run the same again in a minute.",
      );
    } else {
      await wipe(folder, new HardhatArtifactResolver(artifacts), futureId);
    }
  }
}

/** The hash of a mined transaction. The block that has it is the first after which the account has sent more than its nonce. */
async function hashOf(client: Client, sender: Address, nonce: number): Promise<Hex> {
  let [before, after] = [0n, await getBlockNumber(client)];
  while (after - before > 1n) {
    const blockNumber = (before + after) / 2n;
    const count = await getTransactionCount(client, { address: sender, blockNumber });
    if (count > nonce) after = blockNumber;
    else before = blockNumber;
  }
  const block = await getBlock(client, { blockNumber: after, includeTransactions: true });
  const found = block.transactions.find(
    (one) => one.nonce === nonce && isAddressEqual(one.from, sender),
  );
  if (found === undefined)
    throw new Error(`Block ${after} has no transaction ${nonce} of ${sender}.`);
  return found.hash;
}
