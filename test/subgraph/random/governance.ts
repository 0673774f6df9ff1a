import { encodeFunctionData, type Abi, type Address, type Hex } from "viem";

import type { Wallet } from "../../../deploy/sdk/wallet.ts";
import { pick, type Move } from "../../contracts/model/move.ts";
import { attempt, type Scene } from "./scene.ts";
import { SETTINGS, type Setting } from "./settings.ts";

/** How long a scheduled call can be executed once its delay is over, seconds. */
const EXPIRATION = 7 * 86_400;

/** A call that waits in the `AccessManager`. */
export interface DelayedCall {
  readonly by: Wallet;
  readonly target: Address;
  readonly data: Hex;
  readonly readyAt: number;
  /** Tells the model what the call changes. */
  readonly after: () => Promise<void>;
}

/** Schedules a change of any setting. */
export async function scheduleAny(scene: Scene, move: Move): Promise<void> {
  const setting = pick(SETTINGS, move.subject);
  if (setting !== undefined) await schedule(scene, await setting(scene, move));
}

/** Schedules a change of every setting. */
export async function scheduleAll(scene: Scene, move: Move): Promise<void> {
  for (const setting of SETTINGS) await schedule(scene, await setting(scene, move));
}

/** Schedules a change of a setting for when its delay is over. */
export async function schedule(scene: Scene, setting: Setting): Promise<void> {
  const { accessManager } = scene.stage;
  const { by, on, call, args, delay, after = () => Promise.resolve() } = setting;
  const data = encodeFunctionData({ abi: on.abi as Abi, functionName: call, args: [...args] });
  const isTaken = await attempt(() =>
    accessManager.write.schedule([on.address, data, 0], { account: by.account }),
  );
  const { time } = scene.stage.connection.networkHelpers;
  const readyAt = (await time.latest()) + delay;
  if (isTaken) scene.delayed.push({ by, target: on.address, data, readyAt, after });
}

/** Executes what is due; what has expired is forgotten. */
export async function executeDue({ delayed, model, stage }: Scene): Promise<void> {
  const due = delayed.filter(({ readyAt }) => readyAt < model.now);
  for (const call of due) {
    delayed.splice(delayed.indexOf(call), 1);
    if (call.readyAt + EXPIRATION < model.now) continue;
    const isDone = await attempt(() =>
      stage.accessManager.write.execute([call.target, call.data], { account: call.by.account }),
    );
    if (isDone) await call.after();
  }
}

/** Takes a scheduled call back. */
export async function cancelAny(scene: Scene, move: Move): Promise<void> {
  const { delayed, stage } = scene;
  const [call] = delayed.splice(move.subject % Math.max(1, delayed.length), 1);
  if (call === undefined) return;
  const { address } = call.by.account;
  await attempt(() =>
    stage.accessManager.write.cancel([address, call.target, call.data], {
      account: call.by.account,
    }),
  );
}
