import { clientAction } from "../client/action.ts";
import type { ClientOptions } from "../client/client.ts";
import { facts, grid } from "../client/output.ts";
import { complianceOf } from "../compliance/registries.ts";
import { holderAddress, holderOf } from "./holder.ts";
import { endText, stateOf } from "./validity.ts";

interface ShowArguments extends ClientOptions {
  readonly holder: string;
}

/** Shows an account's identity and its credentials, expired ones too. */
export default clientAction<ShowArguments>(async (args, client) => {
  const compliance = await complianceOf(client);
  const now = await client.now();
  const holder = await holderOf(compliance, holderAddress(args.holder));
  const { account, identity } = holder;
  const accounts =
    identity === undefined ? [] : await compliance.identities.read.getAccounts([identity]);
  const credentials = holder.credentials.map((credential) => ({
    ...credential,
    state: stateOf(credential, now),
  }));
  const head = facts([
    ["Account", account],
    ["Identity", identity ?? "none: the account can do nothing but deposit and withdraw"],
    ["Accounts of the identity", accounts.join("\n") || "–"],
  ]);
  const rows = credentials.map(({ name, state, expiresAt, jurisdiction }) => [
    name,
    state,
    endText(expiresAt),
    jurisdiction ?? "",
  ]);
  return {
    json: { account, identity: identity ?? null, accounts, credentials },
    text:
      rows.length === 0
        ? head
        : `${head}\n${grid(["credential", "state", "until", "resident in"], rows)}`,
  };
});
