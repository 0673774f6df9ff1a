import { keccak256, numberToHex, toHex } from "viem";

import { sealBidOn } from "../../../deploy/local/party.ts";
import { commit } from "../../contracts/model/bidding.ts";
import { amountFor, pick, type Move } from "../../contracts/model/move.ts";
import { Phase } from "../../../deploy/sdk/codes/enums.ts";
import { attempt, type Scene } from "./scene.ts";

/** A bid with its opening sealed for the DON. */
export async function commitSealed(scene: Scene, move: Move): Promise<void> {
  const { stage, model } = scene;
  const lead = pick(model.leads, move.lead);
  const round = lead?.rounds.at(-1);
  const bidder = pick(stage.traders, move.subject);
  if (lead === undefined || round?.phaseAt(model.now) !== Phase.Commit || !bidder) return;
  const amount = amountFor(round, move.amount);
  if (amount === 0n) return;
  const { commitment, opening } = await sealBidOn(bidder, lead.id, amount);
  const { account } = bidder.wallet;
  const sealed = toHex(`sealed ${move.entropy}`);
  const isTaken = await attempt(() =>
    stage.house.write.commitBid([lead.id, round.terms.id, commitment, sealed], { account }),
  );
  if (isTaken) commit(model, lead, bidder.address, { amount, salt: opening.salt });
}

/** An opening that does not fit the bid that it is for. */
export async function revealNonsense({ stage, model }: Scene, move: Move): Promise<void> {
  const sealed = model.leads.flatMap(({ id, rounds }) =>
    [...(rounds.at(-1)?.sealed.keys() ?? [])].map((bidder) => ({ id, bidder })),
  );
  const bid = pick(sealed, move.subject);
  if (bid === undefined) return;
  const salt = keccak256(numberToHex(move.entropy));
  const opening = { bidder: bid.bidder, amount: 1n, salt };
  // Outside of the reveal phase nothing can be opened.
  await attempt(() => stage.house.write.revealBids([bid.id, [opening]]));
}

/** A round that nobody bid in is closed. */
export async function closeStray(scene: Scene): Promise<void> {
  const [leadId] = scene.strays;
  if (leadId === undefined) return;
  if (await attempt(() => scene.stage.house.write.closeUnsold([leadId]))) {
    scene.strays.shift();
  }
}
