import { usdc } from "../../fixtures/market.ts";
import { pick, type Move } from "../../contracts/model/move.ts";
import { schedule } from "./governance.ts";
import { attempt, type Scene } from "./scene.ts";

/** USDC that belongs to nobody. */
export async function donate({ stage }: Scene, { entropy }: Move): Promise<void> {
  await stage.usdc.write.mint([stage.vault.address, BigInt(entropy)]);
}

/** What the vault holds and owes, on record. */
export async function proveReserves({ stage }: Scene): Promise<void> {
  await stage.vault.write.proveReserves();
}

/** Somebody pays into another's account. */
export async function depositFor(scene: Scene, { caller, subject, entropy }: Move): Promise<void> {
  const { stage, model } = scene;
  const payer = pick(stage.traders, caller) ?? stage.seller;
  const payee = pick(stage.traders, subject) ?? stage.seller;
  const amount = usdc(1 + (entropy % 90));
  const { account } = payer.wallet;
  const isTaken = await attempt(() =>
    stage.vault.write.depositFor([payee.address, amount], { account }),
  );
  if (isTaken) model.credit(payee.address, amount);
}

/** Somebody pays another out of its account. */
export async function withdrawTo(scene: Scene, { caller, subject, entropy }: Move): Promise<void> {
  const { stage, model } = scene;
  const payer = pick(stage.traders, caller) ?? stage.seller;
  const payee = pick(stage.bidders, subject) ?? stage.keeper;
  const amount = usdc(1 + (entropy % 30));
  const { account } = payer.wallet;
  const isTaken = await attempt(() =>
    stage.vault.write.withdraw([payee.address, amount], { account }),
  );
  if (isTaken) model.credit(payer.address, -amount);
}

/** The guardian stops new business; the configurator will open it again. */
export async function pause(scene: Scene): Promise<void> {
  const { stage, model } = scene;
  await stage.vault.write.pause({ account: stage.guardian.account });
  model.paused = true;
  const after = () => {
    model.paused = false;
    return Promise.resolve();
  };
  const unpause = { on: stage.vault, call: "unpause", args: [], delay: 86_400, after };
  await schedule(scene, { by: stage.configurator, ...unpause });
}
