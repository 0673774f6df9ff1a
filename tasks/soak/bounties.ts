import { rootOf } from "../../deploy/parameters/rootOf.ts";
import { listBounties } from "../../deploy/sdk/actions/bounty/listBounties.ts";
import { postBounty } from "../../deploy/sdk/actions/bounty/postBounty.ts";
import { withdrawBounty } from "../../deploy/sdk/actions/bounty/withdrawBounty.ts";
import { OFFER } from "./fate.ts";
import type { SoakMarket } from "./soakMarket.ts";

/** Who makes a match gets half a USDC once the lead is sold. */
const TIP = 500_000n;
/** How long bounties stand, seconds: longer than a soak. */
const MONTH = 30 * 86_400;

/** Posts a bounty for each root of the market's verticals. @param leads that each can buy. @returns their ids by root. */
export async function postBounties(
  { poster, goods, now }: SoakMarket,
  leads: number,
): Promise<ReadonlyMap<string, bigint>> {
  const lowest = new Map<string, bigint>();
  for (const { slug, config } of goods) {
    const [root, known] = [rootOf(slug), lowest.get(rootOf(slug)) ?? 0n];
    lowest.set(root, config.minReserve > known ? config.minReserve : known);
  }
  const expiresAt = (await now()) + MONTH;
  const posted = new Map<string, bigint>();
  for (const [root, reserve] of lowest) {
    const price = (reserve * BigInt(100 + OFFER)) / 100n;
    const terms = { vertical: root, price, tip: TIP, expiresAt };
    const { bountyId } = await postBounty(poster, { terms, budget: (price + TIP) * BigInt(leads) });
    posted.set(root, bountyId);
  }
  return posted;
}

/** Ends the poster's bounties: what is left of their budgets is free again. */
export async function withdrawBounties({ poster }: SoakMarket): Promise<void> {
  const { bounties } = await listBounties(poster, { poster: poster.address });
  for (const { bountyId, state } of bounties) {
    if (state !== "closed") await withdrawBounty(poster, { bountyId });
  }
}
