import { closeExpiredBounties } from "../../deploy/sdk/actions/bounty/closeExpiredBounties.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { writingAction, type WritingOptions } from "../cli/action.ts";
import { grid } from "../cli/output.ts";

export default writingAction<WritingOptions>(async (_args, trader) => {
  const done = await closeExpiredBounties(trader, {});
  if (done.closed.length === 0) return { json: done, text: "No bounty has expired." };
  const rows = done.closed.map(({ bountyId, poster, freed }) => [
    String(bountyId),
    poster,
    usdcText(freed),
  ]);
  return { json: done, text: grid(["closed", "poster", "freed"], rows) };
});
