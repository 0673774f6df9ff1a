import { encodeFunctionData, type Address, type Hex } from "viem";

import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { newIdentityOf } from "../../deploy/parameters/compliance/identity.ts";
import { traderAction, type TraderOptions } from "../client/action.ts";
import type { Trader } from "../client/client.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { complianceOf, type Compliance } from "../compliance/registries.ts";
import { requirePermission } from "../compliance/requirePermission.ts";
import {
  credentialOf,
  type CredentialOptions,
  type CredentialRequest,
} from "./credentialRequest.ts";
import { expiryOf, NEVER } from "./expiry.ts";
import { holderAddress, holderOf, type Holder } from "./holder.ts";
import { endText, isExpired } from "./validity.ts";

interface IssueArguments extends TraderOptions, CredentialOptions {
  readonly holder: string;
  readonly expires: string | undefined;
}

/** How long a credential holds when nothing is said. */
const DEFAULT_VALIDITY = "1y";
const NO_CONTEXT: Hex = "0x";

/** Issues a credential to an account, which gets an identity first where it has none. Everything is checked before anything is sent. */
export default traderAction<IssueArguments>(async (args, trader) => {
  const request = credentialOf(args, true);
  const account = holderAddress(args.holder);
  const expiresAt = endOf(args, request, BigInt(await trader.now()));
  const compliance = await complianceOf(trader);
  const { identities, credentials } = compliance;
  const holder = await holderOf(compliance, account);
  if (holder.identity === undefined) {
    await requirePermission(compliance, trader.address, identities, "registerIdentity");
  }
  await requirePermission(compliance, trader.address, credentials, "registerCredential");
  refuseSecond(holder, request, await trader.now());

  const identity = holder.identity ?? (await register(trader, compliance, account));
  const { abi } = credentials;
  const registration = [identity, request.typeId, Number(expiresAt), request.data] as const;
  const receipt = await send(trader, {
    to: credentials,
    data: encodeFunctionData({
      abi,
      functionName: "registerCredential",
      args: [...registration, NO_CONTEXT],
    }),
    what: `Issuing ${request.label}`,
  });
  return {
    json: {
      account,
      identity,
      credential: request.label,
      typeId: request.typeId,
      expiresAt,
      transaction: receipt.transactionHash,
    },
    text: facts([
      ["Account", account],
      ["Identity", identity],
      ["Credential", request.label],
      ["Until", endText(expiresAt)],
    ]),
  };
});

function endOf({ expires }: IssueArguments, { typeId }: CredentialRequest, now: bigint): bigint {
  if (typeId !== CREDENTIAL_TYPES.sanctioned) return expiryOf(expires ?? DEFAULT_VALIDITY, now);
  if (expires === undefined || expires === "never") return NEVER;
  throw new TaskError(
    "A sanction does not expire: it bars its holder until it is revoked.",
    "Leave --expires out.",
  );
}

/** The registry holds one credential of a type. */
function refuseSecond(
  { account, credentials }: Holder,
  { typeId, label }: CredentialRequest,
  now: number,
): void {
  const held = credentials.find((credential) => credential.typeId === typeId);
  if (held === undefined) return;
  const state = isExpired(held, now) ? "expired" : `until ${endText(held.expiresAt)}`;
  const resident = held.jurisdiction === undefined ? "" : `, resident in ${held.jurisdiction}`;
  throw new TaskError(
    `${account} holds ${held.name} already (${state}${resident}).`,
    `Renew it (\`hardhat credential renew\`), or revoke it before you issue ${label}.`,
  );
}

async function register(
  trader: Trader,
  { identities }: Compliance,
  account: Address,
): Promise<Hex> {
  const identity = newIdentityOf(account);
  await send(trader, {
    to: identities,
    data: encodeFunctionData({
      abi: identities.abi,
      functionName: "registerIdentity",
      args: [identity, account, NO_CONTEXT],
    }),
    what: "Registering the identity",
  });
  return identity;
}
