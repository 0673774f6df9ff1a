import { encodeFunctionData } from "viem";

import { traderAction, type TraderOptions } from "../client/action.ts";
import { facts } from "../client/output.ts";
import { send } from "../client/send.ts";
import { heldCredential, type HeldOptions } from "./heldCredential.ts";

/** Takes a credential from an account; the next transaction of the account knows of it. */
export default traderAction<TraderOptions & HeldOptions>(async (args, trader) => {
  const { compliance, account, identity, credential } = await heldCredential(
    args,
    trader,
    "removeCredential",
  );
  const { credentials } = compliance;
  const receipt = await send(trader, {
    to: credentials,
    data: encodeFunctionData({
      abi: credentials.abi,
      functionName: "removeCredential",
      args: [identity, credential.typeId, "0x"],
    }),
    what: `Revoking ${credential.name}`,
  });
  return {
    json: {
      account,
      identity,
      credential: credential.name,
      typeId: credential.typeId,
      transaction: receipt.transactionHash,
    },
    text: facts([
      ["Account", account],
      ["Revoked", credential.name],
    ]),
  };
});
