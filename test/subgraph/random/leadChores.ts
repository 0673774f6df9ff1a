import { zeroHash } from "viem";

import type { Lead as Consumer } from "../../../deploy/sdk/lead/lead.ts";
import { acceptanceTypedData, proveDelivery } from "../../../deploy/sdk/delivery/delivery.ts";
import { capsuleOf } from "../../../deploy/sdk/actions/lead/leadEvents.ts";
import type { Party } from "../../../deploy/local/party.ts";
import { pick, type Move } from "../../contracts/model/move.ts";
import type { Lead } from "../../contracts/model/market.ts";
import { leadOn } from "../../contracts/model/stage.ts";
import { attempt, type Scene } from "./scene.ts";

/** A dollar as the feeds give it. */
const FEED_UNIT = 10n ** 8n;
const HOUR = 3_600;
const MAX_LEADS = 4;

/** An estimate is too low when the update comes in a later second than the estimate. */
const UPDATE = { gas: 500_000n };

/** A new lead where there are few: so each one gets moves enough for its rounds to end. */
export async function mint(scene: Scene): Promise<void> {
  retire(scene);
  if (scene.model.leads.length < MAX_LEADS) await addLead(scene);
}

/** A new lead, for the model's market. */
export async function addLead(scene: Scene): Promise<void> {
  const { stage, model } = scene;
  const leadId = await submit(scene, await stage.makeLead(), { autoList: false });
  if (leadId === undefined) return;
  model.leads.push(await leadOn(stage, leadId));
}

/** A lead that is listed as it is minted, with prices that move its reserve. */
export async function mintListed(scene: Scene, { amount, entropy }: Move): Promise<void> {
  const { stage, strays } = scene;
  const dollars = { btc: BigInt(60_000 + amount), eth: BigInt(2_000 + (entropy % 3_000)) };
  await stage.btcFeed.write.updateAnswer([dollars.btc * FEED_UNIT], UPDATE);
  await stage.ethFeed.write.updateAnswer([dollars.eth * FEED_UNIT], UPDATE);
  const terms = { qualityPremiumBps: amount % 500, instantSale: entropy % 2 === 0 };
  const leadId = await submit(scene, await stage.makeLead({ terms }), { autoList: true });
  if (leadId !== undefined) strays.push(leadId);
  // From here on the feed is not believed: the model's reserves know no prices.
  await stage.btcFeed.write.updateAnswer([0n], UPDATE);
}

/** The same consumer a second time: refused. */
export async function resell(scene: Scene): Promise<void> {
  const lead = await scene.stage.makeLead();
  const [other] = scene.stage.bidders;
  await submit(scene, lead, { autoList: false });
  await submit(scene, lead, { autoList: false, from: other });
}

/** Has a lead attested; undefined when the verifier refuses it. */
async function submit(
  { stage }: Scene,
  lead: Consumer,
  options: { readonly autoList: boolean; readonly from?: Party },
): Promise<bigint | undefined> {
  const report = await stage.attest(await stage.disclose(lead, options));
  const { delivered, attested } = await stage.report([report]);
  if (!delivered) throw new Error("CREVerifier did not take the report.");
  return attested[0]?.leadId;
}

/** The content of a lead that is not listed goes for ever. */
export async function erase(scene: Scene, move: Move): Promise<void> {
  const { lead, owner } = owned(scene, move);
  if (lead === undefined || owner === undefined) return;
  const round = lead.rounds.at(-1);
  if (round !== undefined && round.outcome === undefined) return;
  const { account } = owner.wallet;
  const isTaken = await attempt(() => scene.stage.nft.write.erase([lead.id], { account }));
  if (isTaken) lead.capsuleHash = zeroHash;
}

/** The content of a listed lead goes for ever, and its round ends. */
export async function eraseListed({ stage, strays }: Scene): Promise<void> {
  const [leadId] = strays;
  if (leadId === undefined) return;
  const { account } = stage.seller.wallet;
  if (await attempt(() => stage.nft.write.erase([leadId], { account }))) strays.shift();
}

/** An owner gives a lead away, with its capsule, to somebody who agrees. */
export async function deliverPrivately(scene: Scene, move: Move): Promise<void> {
  const { stage, model } = scene;
  const { lead, owner } = owned(scene, move);
  const to = pick(stage.traders, move.caller);
  if (lead === undefined || owner === undefined || to === undefined || to === owner) return;
  const { contentHash, capsuleHash } = await stage.nft.read.leadOf([lead.id]);
  if (BigInt(contentHash) === 0n) return;
  const capsule = await capsuleOf(
    { publicClient: stage.publicClient, firstBlock: 0n },
    { nft: stage.nft.address, leadId: lead.id },
  );
  const deadline = BigInt(model.now + HOUR);
  const message = { leadId: lead.id, to: to.address, capsuleHash, deadline };
  const place = { chainId: stage.chainId, nft: stage.nft.address };
  const signature = await to.wallet.signTypedData(acceptanceTypedData(message, place));
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
  const acceptance = { deadline, signature };
  const isTaken = await attempt(() =>
    stage.nft.write.deliverTo([lead.id, to.address, capsule, proof, acceptance], { account }),
  );
  if (isTaken) lead.owner = to.address;
}

/** Leads that cannot be listed any more, and of which nothing is locked, leave the market. */
function retire({ stage, model, retired }: Scene): void {
  for (const lead of model.leads) {
    const { owner, capsuleHash, rounds } = lead;
    const isForSale = owner === stage.seller.address && capsuleHash !== zeroHash;
    const isPending = rounds.some(
      ({ outcome, sealed, bids }) =>
        outcome === undefined || sealed.size > 0 || bids.some(({ tied }) => tied),
    );
    if (!isForSale && !isPending) retired.push(lead);
  }
  model.leads.splice(0, Infinity, ...model.leads.filter((lead) => !retired.includes(lead)));
}

/** A lead that a trader owns; the latest are not chosen, so that some stay to be sold. */
function owned(
  { model, stage, retired }: Scene,
  { subject }: Move,
): { lead?: Lead; owner?: Party } {
  const all = [...retired, ...model.leads.slice(0, -1)];
  const lead = pick(
    all.filter(({ owner }) => isTrader(owner)),
    subject,
  );
  const owner = stage.traders.find(({ address }) => address === lead?.owner);
  return lead === undefined || owner === undefined ? {} : { lead, owner };

  function isTrader(account: string): boolean {
    return stage.traders.some(({ address }) => address === account);
  }
}
