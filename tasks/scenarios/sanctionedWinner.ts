import { deliveryTo } from "../../deploy/local/party.ts";
import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { reportBlockedDelivery } from "../../deploy/sdk/actions/auction/reportBlockedDelivery.ts";
import { issueCredential } from "../../deploy/sdk/actions/compliance/issueCredential.ts";
import { NEVER } from "./day/credentials.ts";
import { endsAs, FROM_START, highestBid } from "./day/promises.ts";
import { deniedRule } from "./day/refusals.ts";
import { leaderOf, revealOneByOne, takeBids } from "./day/steps.ts";
import type { CommittedBid, Scenario, Story } from "./scenario.ts";

/** The winner is sanctioned before delivery: the seller keeps the lead and its bond, the winner gets its money back. */
export const sanctionedWinner: Scenario = {
  name: "sanctioned winner",
  short: "sanctioned",
  play: async (story) => {
    const { bidders, guests } = story.market;
    const [, , cleo] = bidders;
    const planned = [
      [cleo, 8],
      [guests.sanctioned, 20],
    ] as const;
    await takeBids(story, planned, (bids) => barWinner(story, bids));
  },
  mustHold: {
    ...endsAs("Undelivered"),
    "no sanctioned account gets the lead": ({ outcome }) =>
      outcome.refused.sanctionedBuyer === true,
    "buyer and seller get their money back": async (ending) => {
      const { market, listed, auction } = ending;
      const { house } = market.contracts;
      const [event] = await house.getEvents.SaleBarred({ leadId: listed.leadId }, FROM_START);
      const { bidder, opening } = highestBid(ending);
      return (
        event?.args.buyer === bidder.address &&
        event.args.bid === opening.amount &&
        event.args.deliveryBond === auction.deliveryBond
      );
    },
  },
};

async function barWinner(story: Story, bids: readonly CommittedBid[]): Promise<void> {
  const { market, listed, outcome, tell } = story;
  const { leadId, seller } = listed;
  const { house } = market.contracts;
  await revealOneByOne(market, listed, bids);
  const winner = await leaderOf(market, leadId);
  const delivery = await deliveryTo(seller, leadId, winner);
  await issueCredential(market.officer, {
    account: winner.address,
    typeId: CREDENTIAL_TYPES.sanctioned,
    expiresAt: NEVER,
  });
  const rule = await deniedRule(winner, () => house.simulate.deliver([...delivery]));
  outcome.refused.sanctionedBuyer = rule === "sanctions";
  await reportBlockedDelivery(market.anyone, { leadId });
  tell(
    `${winner.name} won and was sanctioned: money back, the seller keeps the lead, nobody is punished`,
  );
}
