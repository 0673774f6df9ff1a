import { encodeFunctionData } from "viem";

import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { traderAction, type TraderOptions } from "../client/action.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { TaskError } from "../client/taskError.ts";
import { expiryOf } from "./expiry.ts";
import { heldCredential, type HeldOptions } from "./heldCredential.ts";
import { endText } from "./validity.ts";

interface RenewArguments extends TraderOptions, HeldOptions {
  readonly expires: string | undefined;
}

/** Gives a credential that an account holds another end, sooner or later than its present one. */
export default traderAction<RenewArguments>(async (args, trader) => {
  if (args.expires === undefined) {
    throw new TaskError(
      "Until when?",
      "Add --expires, such as --expires 1y or --expires 2027-06-30.",
    );
  }
  const expiresAt = expiryOf(args.expires, BigInt(await trader.now()));
  const { compliance, account, identity, credential } = await heldCredential(
    args,
    trader,
    "renewCredential",
  );
  if (credential.typeId === CREDENTIAL_TYPES.sanctioned) {
    throw new TaskError(
      "A sanction does not expire: there is nothing to renew.",
      "Revoke it where it has ended: `hardhat credential revoke`.",
    );
  }
  const { credentials } = compliance;
  const receipt = await send(trader, {
    to: credentials,
    data: encodeFunctionData({
      abi: credentials.abi,
      functionName: "renewCredential",
      args: [identity, credential.typeId, Number(expiresAt), "0x"],
    }),
    what: `Renewing ${credential.name}`,
  });
  return {
    json: {
      account,
      identity,
      credential: credential.name,
      typeId: credential.typeId,
      previousExpiresAt: credential.expiresAt,
      expiresAt,
      transaction: receipt.transactionHash,
    },
    text: facts([
      ["Account", account],
      ["Credential", credential.name],
      ["Was until", endText(credential.expiresAt)],
      ["Now until", endText(expiresAt)],
    ]),
  };
});
