import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { endText } from "../../deploy/sdk/actions/compliance/getCredentials.ts";
import { issueCredential } from "../../deploy/sdk/actions/compliance/issueCredential.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { facts } from "../cli/output.ts";
import {
  credentialOf,
  type CredentialOptions,
  type CredentialRequest,
} from "./credentialRequest.ts";
import { expiryOf, NEVER } from "./expiry.ts";
import { holderAddress } from "./heldCredentials.ts";

interface IssueArguments extends WritingOptions, CredentialOptions {
  readonly holder: string;
  readonly expires: string | undefined;
}

/** How long a credential is valid by default. */
const DEFAULT_VALIDITY = "1y";

export default writingAction<IssueArguments>(async (args, trader) => {
  const request = credentialOf(args, true);
  const account = holderAddress(args.holder);
  const expiresAt = endOf(args, request, await trader.now());
  const done = await issueCredential(trader, { account, expiresAt, ...request });
  return {
    json: { ...done, credential: request.label, transaction: done.txHash },
    text: facts([
      ["Account", account],
      ["Identity", done.identity],
      ["Credential", request.label],
      ["Until", endText(expiresAt)],
    ]),
  };
});

function endOf({ expires }: IssueArguments, { typeId }: CredentialRequest, now: number): number {
  if (typeId !== CREDENTIAL_TYPES.sanctioned) return expiryOf(expires ?? DEFAULT_VALIDITY, now);
  if (expires === undefined || expires === "never") return NEVER;
  throw new LeadEngineError(
    "UNNEEDED_OPTION",
    "A sanction does not expire: it bars its holder until it is revoked.",
    "Leave --expires out.",
  );
}
