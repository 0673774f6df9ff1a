import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { openRequester } from "../../deploy/agent/crm/guardedRequest.ts";
import { noteSales } from "../../deploy/agent/crm/noteSales.ts";
import { openCrm, type Attempt } from "../../deploy/agent/crm/openCrm.ts";
import { openOutbox } from "../../deploy/agent/crm/outbox.ts";
import { readOperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import type { Trader } from "../../deploy/sdk/client.ts";
import { dataDirectory } from "../cli/dataDirectory.ts";
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
  operator: string,
  trader: Trader,
  hre: HardhatRuntimeEnvironment,
  note: (line: string) => void,
): Promise<SalesNews> {
  const { hooks } = await readOperatorConfig(operator);
  const outbox = openOutbox(dataDirectory());
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
  outbox.forget(Date.now());
  return {
    tell,
    close: async () => {
      await crm.idle();
      requester.close();
      outbox.close();
    },
  };
}
