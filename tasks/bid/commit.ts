import { commitBid } from "../../deploy/sdk/actions/bid/commitBid.ts";
import { timeText, usdcText } from "../../deploy/sdk/codes/text.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { parseAmount } from "../cli/amount.ts";
import { facts } from "../cli/output.ts";

interface CommitArguments extends WritingOptions {
  readonly leadId: bigint;
  readonly amount: string;
  readonly selfReveal: boolean;
  readonly enclave: boolean;
}

export default writingAction<CommitArguments>(async ({ leadId, amount, ...choice }, trader) => {
  const opening = openingOf(choice);
  const done = await commitBid(trader, { leadId, amount: parseAmount(amount), opening });
  const bid = usdcText(done.amount);
  return {
    json: done,
    text: facts([
      [
        "bid",
        `${bid} on lead ${leadId}, sealed${done.overwrites ? "; the one before is overwritten" : ""}`,
      ],
      ["bond locked", usdcText(done.bidBond)],
      [
        "opened",
        done.opensAt === null
          ? `by you: from ${timeText(done.commitEnd)} until ${timeText(done.revealEnd)}`
          : `by ${opening === "enclave" ? "the DON" : "anybody"} from ${timeText(done.opensAt)}, or by you, until ${timeText(done.revealEnd)}`,
      ],
      ["by hand", `npx hardhat bid reveal ${leadId}`],
      ["trust", done.trust],
      ["needed then", `${bid} in the vault, the bond included`],
      ["noted in", done.journal],
      ["transaction", done.txHash],
    ]),
  };
});

/** Who opens the bid, as the flags say. */
function openingOf({ selfReveal, enclave }: Pick<CommitArguments, "selfReveal" | "enclave">) {
  if (selfReveal && enclave) {
    throw new LeadEngineError(
      "UNNEEDED_OPTION",
      "--self-reveal and --enclave exclude each other.",
      "Leave out one of the two.",
    );
  }
  if (selfReveal) return "self";
  return enclave ? "enclave" : "timelock";
}
