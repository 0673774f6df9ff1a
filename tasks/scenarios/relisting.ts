import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";
import { sealBidOn } from "./desk.ts";
import { verticalOf } from "./floor.ts";
import { isRefused } from "./isRefused.ts";
import { commitBids, type PlannedBid } from "./sale.ts";
import { openAndSell, takeBids, type Story } from "./story.ts";

/** A bidder takes its bid back. */
export async function thinkTwice({ floor, listed, tell }: Story): Promise<void> {
  const [, , cleo] = floor.bidders;
  await commitBids(floor, listed, [[cleo, 0]]);
  const { account } = cleo.wallet;
  await floor.protocol.house.write.withdrawBid([listed.leadId], { account });
  tell(`${cleo.name} bid and took the bid back`);
}

/** Nobody bids on the seller's terms: it lists the lead again on others. A bid for the first round does not count in the second. */
export async function listAgain(story: Story): Promise<void> {
  const { floor, listed, tell } = story;
  const { house } = floor.protocol;
  const { leadId, seller, lead, disclosure } = listed;
  const [, , cleo, dev, eva] = floor.bidders;
  const { round, reserve } = await house.read.auctionOf([leadId]);
  const { commitment } = await sealBidOn(floor, cleo, leadId, reserve);

  await house.write.closeUnsold([leadId]);
  const { minReserve: baseReserve } = verticalOf(floor.verticals, lead.vertical).config;
  const terms = { ...disclosure.submission.terms, baseReserve };
  await house.write.createAuction([leadId, terms], { account: seller.wallet.account });
  const counts = !(await isRefused("AuctionHouse_WrongRound", () =>
    house.simulate.commitBid([leadId, round, commitment, "0x"], { account: cleo.address }),
  ));
  if (counts) throw new Error(`A bid for round ${round} of lead ${leadId} was taken in the next.`);
  tell(`nobody bid ${dollarsOf(reserve)} USDC: listed again for less, where no old bid counts`);

  const planned: PlannedBid[] = [
    [cleo, 4],
    [dev, 9],
    [eva, 15],
  ];
  await takeBids(story, planned, (bids) => openAndSell(story, bids));
}
