import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { openRequester } from "../../deploy/agent/crm/guardedRequest.ts";
import { noteSales } from "../../deploy/agent/crm/noteSales.ts";
import { openCrm, type Attempt } from "../../deploy/agent/crm/openCrm.ts";
import { readOperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import type { Trader } from "../../deploy/sdk/client.ts";
import { openMemory } from "../cli/agentMemory.ts";
import { hookSecrets } from "../cli/hookSecret.ts";

/** Tells the operator's hooks what was sold. */
export interface SalesNews {
  /** Notes what was sold since the last call, and starts to send it: a slow receiver holds up no sale. */
  readonly tell: () => Promise<void>;
  /** Ends once what was started is sent. */
  readonly close: () => Promise<void>;
}

/** Opens the outbox of the data directory for a seller. */
export async function openSalesNews(
  file: string,
  trader: Trader,
  hre: HardhatRuntimeEnvironment,
  note: (line: string) => void,
): Promise<SalesNews> {
  const operator = await readOperatorConfig(file);
  const { hooks } = operator;
  const { outbox, close } = await openMemory(operator, hre);
  const requester = openRequester();
  const crm = openCrm({
    outbox,
    hooks,
    trader,
    verticals: [...leafVerticals().values()],
    requester,
    secretOf: hookSecrets(hre),
    now: Date.now,
  });
  const tellAttempts = (attempts: readonly Attempt[]) => {
    for (const { id, hook, outcome, failure } of attempts) {
      note(`${id} to ${hook}: ${outcome}${failure === null ? "" : `, ${failure}`}`);
    }
  };
  const tell = async () => {
    await noteSales(trader, { outbox, hooks, now: Date.now() });
    crm.start(tellAttempts);
  };
  // From now on: what the first pass sells is told.
  await noteSales(trader, { outbox, hooks, now: Date.now() });
  await outbox.forget(Date.now());
  return {
    tell,
    close: async () => {
      await crm.idle();
      requester.close();
      await close();
    },
  };
}
