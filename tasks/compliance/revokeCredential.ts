import { revokeCredential } from "../../deploy/sdk/actions/compliance/revokeCredential.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";
import { credentialOf, type CredentialOptions } from "./credentialRequest.ts";
import { holderAddress } from "./heldCredentials.ts";

interface RevokeArguments extends WritingOptions, CredentialOptions {
  readonly holder: string;
}

export default writingAction<RevokeArguments>(async (args, trader) => {
  const { typeId, label } = credentialOf(args, false);
  const account = holderAddress(args.holder);
  const done = await revokeCredential(trader, { account, typeId, label });
  return {
    json: { ...done, credential: label, transaction: done.txHash },
    text: facts([
      ["Account", account],
      ["Revoked", label],
    ]),
  };
});
