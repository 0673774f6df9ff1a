import { linkAccount } from "../../deploy/sdk/actions/compliance/linkAccount.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import { agentOf } from "./agentKey.ts";

interface LinkArguments extends WritingOptions {
  readonly principal: string;
  readonly agent: string | undefined;
}

/** A task that takes the agent into its principal's identity, or out of it. */
export function linkTask(unlink: boolean) {
  return writingAction<LinkArguments>(async ({ principal, agent }, trader) => {
    const account = await agentOf(agent);
    const done = await linkAccount(trader, { account, principal: parseAddress(principal), unlink });
    return {
      json: done,
      text: unlink
        ? `${account} has lost its principal's credentials: no bid of it is taken or wins any more. Withdraw what it has left in the vault.`
        : `${account} acts with the credentials of ${principal}. One account of an identity bids at a time: this one, once the other has nothing locked.`,
    };
  });
}
