import { endText, getCredentials } from "../../deploy/sdk/actions/compliance/getCredentials.ts";
import { clientAction } from "../cli/action.ts";
import type { ClientOptions } from "../cli/client.ts";
import { facts, grid } from "../cli/output.ts";
import { credentialName } from "./credentialNames.ts";
import { holderAddress, jurisdictionOf, stateOf } from "./heldCredentials.ts";

interface ShowArguments extends ClientOptions {
  readonly holder: string;
}

export default clientAction<ShowArguments>(async (args, client) => {
  const now = await client.now();
  const found = await getCredentials(client, { account: holderAddress(args.holder) });
  const credentials = found.credentials.map((credential) => ({
    ...credential,
    name: credentialName(credential.typeId),
    jurisdiction: jurisdictionOf(credential),
    state: stateOf(credential, now),
  }));
  const head = facts([
    ["Account", found.account],
    ["Identity", found.identity ?? "none: the account can do nothing but deposit and withdraw"],
    ["Accounts of the identity", found.accounts.join("\n") || "–"],
  ]);
  const rows = credentials.map(({ name, state, expiresAt, jurisdiction }) => [
    name,
    state,
    endText(expiresAt),
    jurisdiction ?? "",
  ]);
  return {
    json: { ...found, credentials },
    text:
      rows.length === 0
        ? head
        : `${head}\n${grid(["credential", "state", "until", "resident in"], rows)}`,
  };
});
