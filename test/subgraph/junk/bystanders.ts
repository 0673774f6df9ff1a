import { usdc, type openMarketOn } from "../../fixtures/market.ts";

/** A market on a stack. */
export type Market = Awaited<ReturnType<typeof openMarketOn>>;

/** Leads of those who trade while somebody makes junk. */
export interface Bystanders {
  /** Takes bids. */
  readonly open: bigint;
  /** Has a sealed bid of the first bidder, which can be opened. */
  readonly revealing: bigint;
}

/** Trades: a lead is sold, one has a bid that can be opened, one takes bids. */
export async function trade(m: Market): Promise<Bystanders> {
  const [bidder, other] = m.bidders;
  const sold = await m.listLead();
  await m.runBids(sold.leadId, [[other, usdc(150)]]);
  await m.house.write.deliver([...(await m.deliveryTo(sold.leadId, other))], {
    account: m.seller.wallet.account,
  });
  const { leadId: revealing } = await m.listLead();
  await m.commit(revealing, bidder, usdc(150));
  await m.toReveal(revealing);
  const { leadId: open } = await m.listLead();
  await m.commit(open, other, usdc(150));
  return { open, revealing };
}
