import { zeroAddress } from "viem";

import { capsuleOf } from "../../../tasks/protocol/capsuleOf.ts";
import type { Party } from "../../../tasks/protocol/party.ts";
import { proveDelivery } from "../../../tasks/protocol/proveDelivery.ts";
import { pick, type Move } from "../../model/move.ts";
import type { Lead } from "../../model/market.ts";
import { attempt, type Scene } from "./scene.ts";

/** A new lead, for the model's market. */
export async function mint({ stage, model }: Scene): Promise<void> {
  const { leadId } = await stage.listLead({}, { autoList: false });
  const { expiresAt } = await stage.nft.read.leadOf([leadId]);
  const { address } = stage.seller;
  model.leads.push({ id: leadId, seller: address, owner: address, expiresAt, rounds: [] });
}

/** A lead that is listed as it is minted, with prices that move its reserve. */
export async function mintListed({ stage, strays }: Scene, { amount, entropy }: Move): Promise<void> {
  const { btcFeed, ethFeed } = stage;
  for (const [feed, dollars] of [
    [btcFeed, 60_000 + amount],
    [ethFeed, 2_000 + (entropy % 3_000)],
  ] as const) {
    await feed.write.updateAnswer([BigInt(dollars) * 10n ** 8n]);
  }
  const pricingRule = entropy % 2 === 0 ? "first" : "second";
  const { leadId } = await stage.listLead({ terms: { pricingRule, qualityPremiumBps: amount % 500 } });
  strays.push(leadId);
  // From here on the feed is not believed: the model's reserves know no prices.
  await btcFeed.write.updateAnswer([0n]);
}

/** The same consumer a second time: refused. */
export async function resell({ stage }: Scene): Promise<void> {
  const lead = await stage.makeLead();
  for (const from of [stage.seller, stage.bidders[0]]) {
    const disclosure = await stage.disclose(lead, { autoList: false, from });
    const { delivered } = await stage.report([await stage.attest(disclosure)]);
    if (!delivered) throw new Error("CREVerifier did not take the report.");
  }
}

/** Signed submissions become worthless. */
export async function cancelSubmissions(scene: Scene): Promise<void> {
  const { stage } = scene;
  const nonces = [scene.nonce++, scene.nonce++];
  const { account } = stage.seller.wallet;
  await attempt(() => stage.verifier.write.cancelSubmissions([nonces], { account }));
}

/** The content of a lead that is not listed goes for ever. */
export async function erase(scene: Scene, move: Move): Promise<void> {
  const { lead, owner } = owned(scene, move);
  if (lead === undefined || owner === undefined) return;
  const { account } = owner.wallet;
  await attempt(() => scene.stage.nft.write.erase([lead.id], { account }));
}

/** An owner gives a lead away, with its capsule. */
export async function deliverPrivately(scene: Scene, move: Move): Promise<void> {
  const { stage } = scene;
  const { lead, owner } = owned(scene, move);
  const to = pick(stage.traders, move.caller);
  if (lead === undefined || owner === undefined || to === undefined || to === owner) return;
  const { contentHash } = await stage.nft.read.leadOf([lead.id]);
  if (BigInt(contentHash) === 0n) return;
  const capsule = await capsuleOf(stage.nft, lead.id);
  const proof = proveDelivery({
    chainId: stage.chainId,
    nft: stage.nft.address,
    leadId: lead.id,
    round: 0,
    buyer: to.address,
    buyerKey: to.deliveryKey.publicKey,
    capsule,
    secret: owner.deliveryKey.secret,
  });
  const { account } = owner.wallet;
  await stage.nft.write.deliverTo([lead.id, to.address, capsule, proof], { account });
  lead.owner = to.address;
}

/** An owner lets somebody deliver one lead, or takes it back. */
export async function approve(scene: Scene, move: Move): Promise<void> {
  const { lead, owner } = owned(scene, move);
  const approved = pick([scene.stage.keeper.address, zeroAddress], move.amount) ?? zeroAddress;
  if (lead === undefined || owner === undefined) return;
  const { account } = owner.wallet;
  await attempt(() => scene.stage.nft.write.approve([approved, lead.id], { account }));
}

/** An owner lets somebody deliver all its leads, or takes it back. */
export async function entrust({ stage }: Scene, { caller, amount }: Move): Promise<void> {
  const owner = pick(stage.traders, caller) ?? stage.seller;
  const { account } = owner.wallet;
  await stage.nft.write.setApprovalForAll([stage.keeper.address, amount % 2 === 0], { account });
}

/** A lead that a trader owns; the latest are not chosen, so that some stay to be sold. */
function owned({ model, stage }: Scene, { subject }: Move): { lead?: Lead; owner?: Party } {
  const sold = model.leads.slice(0, -1).filter(({ owner }) => isTrader(owner));
  const lead = pick(sold, subject);
  const owner = stage.traders.find(({ address }) => address === lead?.owner);
  return lead === undefined || owner === undefined ? {} : { lead, owner };

  function isTrader(account: string): boolean {
    return stage.traders.some(({ address }) => address === account);
  }
}
