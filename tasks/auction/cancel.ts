import { cancelAuction } from "../../deploy/sdk/actions/auction/cancelAuction.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { withCommands } from "../cli/commands.ts";
import { facts } from "../cli/output.ts";

interface CancelArguments extends WritingOptions {
  readonly leadId: bigint;
}

export default writingAction<CancelArguments>(async ({ leadId }, trader) => {
  const done = await cancelAuction(trader, { leadId });
  const { bonds } = done;
  const next = withCommands(done.next);
  return {
    json: { ...done, next },
    text: facts([
      ["lead", `${leadId}, round ${done.round} cancelled`],
      ["bond", `${usdcText(done.deliveryBond)}, free again`],
      ...(bonds === 0
        ? []
        : [
            [
              "bids",
              `their ${bonds} bond(s) go back with \`npx hardhat auction forfeit ${leadId}\``,
            ] as const,
          ]),
      ["next", next],
      ["transaction", done.txHash],
    ]),
  };
});
