import type { Party } from "../../../deploy/local/party.ts";
import { usdc } from "../../fixtures/market.ts";
import { bountyTerms, factsOf } from "../../fixtures/postBounty.ts";
import { pick, type Move } from "../../contracts/model/move.ts";
import { attempt, type Scene } from "./scene.ts";

const HOUR = 3_600;

/** A poster locks a budget; its money is not the model's. */
export async function post({ stage, posters, bounties }: Scene, move: Move): Promise<void> {
  const poster = pick(posters, move.caller);
  if (poster === undefined) return;
  const terms = await termsFor({ stage }, move);
  const budget = usdc(100 + (move.entropy % 900));
  const { account } = poster.wallet;
  if (await attempt(() => stage.matcher.write.postBounty([terms, budget], { account }))) {
    bounties.push(await stage.matcher.read.lastBountyId());
  }
}

/** Its poster changes, tops up, pauses or withdraws a bounty. */
export async function tend(scene: Scene, move: Move): Promise<void> {
  const { matcher } = scene.stage;
  const { bountyId, poster } = await chosen(scene, move.subject);
  if (bountyId === undefined || poster === undefined) return;
  const terms = await termsFor(scene, move);
  const from = { account: poster.wallet.account };
  const acts = [
    () => matcher.write.changeBounty([bountyId, terms], from),
    () => matcher.write.topUpBounty([bountyId, usdc(1 + (move.entropy % 300))], from),
    () => matcher.write.setBountyPaused([bountyId, move.entropy % 3 === 0], from),
    () => matcher.write.withdrawBounty([bountyId], from),
    () => matcher.write.closeExpiredBounty([bountyId]),
  ];
  await attempt(pick(acts, move.amount) ?? (() => Promise.resolve()));
}

/** A lead that the model does not know meets a bounty, if that wants it. */
export async function matchStray(scene: Scene, move: Move): Promise<void> {
  const { stage, strays } = scene;
  const leadId = pick(strays, move.lead);
  const { bountyId } = await chosen(scene, move.subject);
  if (leadId === undefined || bountyId === undefined) return;
  const facts = await factsOf(stage, leadId);
  const { account } = (pick(stage.traders, move.caller) ?? stage.keeper).wallet;
  await attempt(() => stage.matcher.write.matchBounty([leadId, bountyId, facts], { account }));
}

/** The first of those leads is delivered to the poster whose offer has won, or refunded where that is too late. */
export async function endOffer({ stage, posters, strays }: Scene): Promise<void> {
  const [leadId] = strays;
  if (leadId === undefined) return;
  const { leader } = await stage.house.read.auctionOf([leadId]);
  const buyer = posters.find(({ address }) => address === leader);
  if (buyer === undefined) return;
  const delivery = await stage.deliveryTo(leadId, buyer);
  const from = { account: stage.seller.wallet.account };
  const isOver =
    (await attempt(() => stage.house.write.refund([leadId]))) ||
    (await attempt(() => stage.house.write.deliver([...delivery], from)));
  if (isOver) strays.shift();
}

function termsFor({ stage }: Pick<Scene, "stage">, { amount, entropy }: Move) {
  return bountyTerms(stage, {
    price: usdc(85 + (amount % 100)),
    tip: pick([0, 1, 1_000_000], entropy) ?? 0,
    dayCap: pick([0, 2], entropy) ?? 0,
    newConsumersOnly: entropy % 4 === 0,
  }).then((terms) =>
    entropy % 5 === 0 ? { ...terms, expiresAt: terms.expiresAt - 6 * 24 * HOUR } : terms,
  );
}

async function chosen(
  { stage, posters, bounties }: Scene,
  subject: number,
): Promise<{ bountyId?: bigint; poster?: Party }> {
  const bountyId = pick(bounties, subject);
  if (bountyId === undefined) return {};
  const { poster: address } = await stage.matcher.read.bountyOf([bountyId]);
  const poster = posters.find((one) => one.address === address);
  return poster === undefined ? { bountyId } : { bountyId, poster };
}
