import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { address, hex, sent } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { heldCredential, heldParameters, nameOf } from "./getCredentials.ts";

const result = z
  .object({
    account: address,
    identity: hex.describe("The account's identity"),
    typeId: hex,
  })
  .extend(sent.shape);

/**
 * Takes a credential from an account, effective with the account's next transaction.
 * @throws {LeadEngineError} `NO_CREDENTIAL`: the account does not hold it. `MISSING_ROLE`: the trader may not.
 */
export async function revokeCredential(
  trader: Trader,
  named: z.input<typeof heldParameters>,
): Promise<z.output<typeof result>> {
  const { account, typeId, label } = named;
  const { identity } = await heldCredential(trader, named, "removeCredential");
  const { abi, address: to } = trader.contracts.credentials;
  const args = [identity, typeId, "0x"] as const;
  const receipt = await send(trader, {
    to,
    data: encodeFunctionData({ abi, functionName: "removeCredential", args }),
    what: `Revoking ${nameOf(trader, typeId, label)}`,
  });
  return { account, identity, typeId, ...receiptOf(receipt) };
}

export const revokeCredentialDefinition = defineAction({
  name: "revokeCredential",
  title: "Revoke a credential",
  description:
    "Takes a credential from an account, effective with its next transaction. For holders of the compliance role.",
  parameters: heldParameters,
  result,
  readOnly: false,
  run: revokeCredential,
});
