import type { Move } from "../../contracts/model/move.ts";
import * as bids from "./bidChores.ts";
import * as bounties from "./bountyChores.ts";
import * as governance from "./governance.ts";
import * as leads from "./leadChores.ts";
import * as money from "./moneyChores.ts";
import * as oracles from "./oracleChores.ts";
import type { Scene } from "./scene.ts";

const NIGHT = 43_200;

type Chore = (scene: Scene, move: Move) => Promise<void>;

/** What happens beside the auctions, each as often as its weight says. */
const WEIGHTS: readonly (readonly [weight: number, chore: Chore])[] = [
  [6, leads.mint],
  [2, leads.mintListed],
  [1, leads.resell],
  [1, leads.erase],
  [1, leads.eraseListed],
  [2, leads.deliverPrivately],
  [1, money.donate],
  [2, money.proveReserves],
  [2, money.depositFor],
  [2, money.withdrawTo],
  [1, money.pause],
  [2, oracles.recordPrice],
  [2, bids.commitSealed],
  [1, bids.revealNonsense],
  [1, bids.closeStray],
  [1, bounties.post],
  [2, bounties.tend],
  [4, bounties.matchStray],
  [2, bounties.endOffer],
  [8, governance.scheduleAny],
  [1, governance.cancelAny],
  [2, sleep],
];

/** Every chore as often as its weight says. */
export const CHORES: readonly Chore[] = WEIGHTS.flatMap(([weight, chore]) =>
  Array.from({ length: weight }, () => chore),
);

/** A night passes. */
export async function sleep({ stage }: Scene): Promise<void> {
  await stage.connection.networkHelpers.time.increase(NIGHT);
}
