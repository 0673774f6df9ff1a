import { encodeFunctionData, type Abi, type Address, type Hex } from "viem";

import type { Wallet } from "../../../tasks/protocol/party.ts";
import { pick, type Move } from "../../model/move.ts";
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

/** Schedules any change of any setting. */
export async function scheduleAny(scene: Scene, move: Move): Promise<void> {
  const setting = pick(SETTINGS, move.subject);
  if (setting !== undefined) await schedule(scene, await setting(scene, move));
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

/** Executes the first call that is due; forgets those that have expired. */
export async function executeDue(scene: Scene): Promise<void> {
  const { delayed, model, stage } = scene;
  const index = delayed.findIndex(({ readyAt }) => readyAt < model.now);
  const [due] = index === -1 ? [] : delayed.splice(index, 1);
  if (due === undefined || due.readyAt + EXPIRATION < model.now) return;
  const isDone = await attempt(() =>
    stage.accessManager.write.execute([due.target, due.data], { account: due.by.account }),
  );
  if (isDone) await due.after();
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
