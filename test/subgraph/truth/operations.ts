import { concatHex, toHex, type Hex } from "viem";

import type { Chain } from "./chain.ts";
import { AnyBut, born, updated, type Claim } from "./claim.ts";

/** Delayed calls of governance from their logs; what is still scheduled, from `getSchedule` and `getNonce` too. */
export async function operationClaims({ history, contracts, at }: Chain): Promise<Claim[]> {
  const executed = history.of("accessManager", "OperationExecuted");
  const canceled = history.of("accessManager", "OperationCanceled");
  const scheduled = history.of("accessManager", "OperationScheduled");
  const claims = scheduled.map(async (log): Promise<Claim[]> => {
    const { operationId, nonce, schedule: executableAt, caller, target, data } = log.args;
    const isOwn = ({ args }: { args: { operationId: Hex; nonce: number } }) =>
      args.operationId === operationId && args.nonce === nonce;
    const [execution, cancellation] = [executed.find(isOwn), canceled.find(isOwn)];
    const id = concatHex([operationId, toHex(nonce, { size: 4 })]);
    const latest = await contracts.accessManager.read.getNonce([operationId], at);
    // Zero when it is over or has expired.
    const waits = await contracts.accessManager.read.getSchedule([operationId], at);
    const isWaiting = latest === nonce && waits !== 0;
    return [
      {
        entity: "Operation",
        id,
        fields: {
          operationId,
          nonce,
          state: execution ? "Executed" : cancellation ? "Canceled" : "Scheduled",
          executableAt,
          caller,
          target,
          data,
          ...born(log),
          ...updated(log, execution, cancellation),
        },
      },
      {
        entity: "Operation",
        id,
        view: "AccessManager.getSchedule",
        fields: isWaiting
          ? { state: "Scheduled", executableAt: waits }
          : latest === nonce
            ? {}
            : { nonce: new AnyBut(latest) },
      },
    ];
  });
  return (await Promise.all(claims)).flat();
}
