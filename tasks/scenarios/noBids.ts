import { settleAuction } from "../../deploy/sdk/actions/auction/settleAuction.ts";
import { endsAs } from "./day/promises.ts";
import { takeBids } from "./day/steps.ts";
import type { Scenario } from "./scenario.ts";

/** Nobody bids: the seller keeps the lead. */
export const noBids: Scenario = {
  name: "no bids",
  short: "unsold",
  play: (story) =>
    takeBids(story, [], async () => {
      const { market, listed, tell } = story;
      await settleAuction(market.anyone, { leadId: listed.leadId });
      tell("nobody bid: unsold");
    }),
  mustHold: endsAs("Unsold"),
};
