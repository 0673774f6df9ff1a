import { encodeFunctionData } from "viem";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { defineAction } from "../definition.ts";
import { address, hex, sent, time } from "../schemas.ts";
import { receiptOf, send } from "../send.ts";
import { heldCredential, heldParameters, nameOf } from "./getCredentials.ts";

const parameters = heldParameters.extend({
  expiresAt: time.describe("Unix seconds from which on it is invalid; 0 if never"),
});

const result = z
  .object({
    account: address,
    identity: hex.describe("The account's identity"),
    typeId: hex,
    previousExpiresAt: time.describe("When it would have ended: Unix seconds; 0 if never"),
    expiresAt: time,
  })
  .extend(sent.shape);

/**
 * Changes when a credential that an account holds ends, to sooner or later.
 * @throws {LeadEngineError} `NO_CREDENTIAL`: the account does not hold it. `MISSING_ROLE`: the trader may not.
 */
export async function renewCredential(
  trader: Trader,
  { expiresAt, ...named }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { account, typeId, label } = named;
  const { identity, held } = await heldCredential(trader, named, "renewCredential");
  const { abi, address: to } = trader.contracts.credentials;
  const args = [identity, typeId, expiresAt, "0x"] as const;
  const receipt = await send(trader, {
    to,
    data: encodeFunctionData({ abi, functionName: "renewCredential", args }),
    what: `Renewing ${nameOf(trader, typeId, label)}`,
  });
  const previousExpiresAt = held.expiresAt;
  return { account, identity, typeId, previousExpiresAt, expiresAt, ...receiptOf(receipt) };
}

export const renewCredentialDefinition = defineAction({
  name: "renewCredential",
  title: "Renew a credential",
  description:
    "Changes when a credential that an account holds ends, to sooner or later. For holders of the compliance role.",
  parameters,
  result,
  readOnly: false,
  run: renewCredential,
});
