import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { endText } from "../../deploy/sdk/actions/compliance/getCredentials.ts";
import { renewCredential } from "../../deploy/sdk/actions/compliance/renewCredential.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";
import { credentialOf, type CredentialOptions } from "./credentialRequest.ts";
import { expiryOf } from "./expiry.ts";
import { holderAddress } from "./heldCredentials.ts";

interface RenewArguments extends WritingOptions, CredentialOptions {
  readonly holder: string;
  readonly expires: string | undefined;
}

export default writingAction<RenewArguments>(async (args, trader) => {
  if (args.expires === undefined) {
    throw new LeadEngineError(
      "MISSING_OPTION",
      "Until when?",
      "Add --expires, such as --expires 1y or --expires 2027-06-30.",
    );
  }
  const expiresAt = expiryOf(args.expires, await trader.now());
  const { typeId, label } = credentialOf(args, false);
  const account = holderAddress(args.holder);
  if (typeId === CREDENTIAL_TYPES.sanctioned) {
    throw new LeadEngineError(
      "NEVER_EXPIRES",
      "A sanction does not expire: there is nothing to renew.",
      "Revoke it if it has ended: `hardhat credential revoke`.",
    );
  }
  const done = await renewCredential(trader, { account, typeId, label, expiresAt });
  return {
    json: { ...done, credential: label, transaction: done.txHash },
    text: facts([
      ["Account", account],
      ["Credential", label],
      ["Was until", endText(done.previousExpiresAt)],
      ["Now until", endText(expiresAt)],
    ]),
  };
});
