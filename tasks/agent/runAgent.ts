import { openRequester } from "../../deploy/agent/crm/guardedRequest.ts";
import { openCrm, type Attempt } from "../../deploy/agent/crm/openCrm.ts";
import { openOutbox } from "../../deploy/agent/crm/outbox.ts";
import { openAdviceLog } from "../../deploy/agent/model/adviceLog.ts";
import { modelAdvisor } from "../../deploy/agent/model/modelAdvisor.ts";
import type { OperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { autoBidRulesSchema } from "../../deploy/agent/rules/autoBidRules.ts";
import type { Agent, Pass } from "../../deploy/agent/run/agent.ts";
import { agentPass } from "../../deploy/agent/run/agentPass.ts";
import { takePlace } from "../../deploy/agent/run/running.ts";
import { NOBODY, readSuppressionList } from "../../deploy/agent/run/suppressionList.ts";
import { watchHeads } from "../../deploy/agent/run/watchHeads.ts";
import type { AgentStore } from "../../deploy/agent/store/agentStore.ts";
import type { Market } from "../../deploy/agent/store/market.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { registeredDeliveryKey } from "../../deploy/sdk/actions/deliveryKeys.ts";
import type { Trader } from "../../deploy/sdk/client.ts";
import { dataDirectory } from "../cli/dataDirectory.ts";
import { repeat } from "../cli/repeat.ts";

/** What an agent runs with. */
export interface AgentRun {
  readonly trader: Trader;
  readonly store: AgentStore;
  readonly market: Market;
  readonly operator: OperatorConfig;
  /** The value of a configuration variable. */
  readonly secretOf: (name: string) => Promise<string>;
  readonly once: boolean;
  /** Seconds from one look to the next where no block is announced. */
  readonly every: number;
  /** WebSocket that pushes new blocks; they are asked for without one. */
  readonly ws: string | undefined;
  readonly note: (line: string) => void;
}

/** Runs an agent from the data directory until the user stops it; what it did, and what failed in its last pass. */
export async function runAgent(run: AgentRun) {
  const { trader, store, market, operator, secretOf, once, every, ws, note } = run;
  const { limits, hooks, model } = operator;
  const folder = dataDirectory();
  const place = takePlace(folder, trader.address);
  const outbox = openOutbox(folder);
  const requester = openRequester();
  const verticals = leafVerticals();
  const crm = openCrm({
    outbox,
    hooks,
    trader,
    verticals: [...verticals.values()],
    requester,
    secretOf,
    now: Date.now,
  });
  const advice = model === undefined ? undefined : openAdviceLog(folder);
  const advisor =
    model === undefined || advice === undefined
      ? undefined
      : modelAdvisor({
          config: model,
          apiKey: await secretOf(model.secret),
          record: advice.add,
          now: Date.now,
        });
  const document = () => autoBidRulesSchema.parse(store.rules);
  const agent: Agent = {
    trader,
    market,
    limits,
    verticals,
    rules: () => document().rules,
    suppressionList: async () => {
      const { suppressionList } = document();
      return suppressionList === undefined ? NOBODY : readSuppressionList(suppressionList);
    },
    sink: {
      emit: (event) => {
        crm.emit(event);
        // At once: other leads of the pass may take long.
        crm.start(tellAttempts(note));
      },
    },
    advisor,
  };
  const total = { judged: 0, bids: 0, opened: 0, won: 0, lost: 0 };
  const troubles = new Set<string>();
  try {
    // Before any nonce is noted: it takes a transaction.
    await registeredDeliveryKey(trader);
    await repeat<Pass>({
      once,
      every,
      pass: async () => {
        const pass = await agentPass(agent);
        crm.start(tellAttempts(note));
        return pass;
      },
      tell: (pass) => {
        for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += pass[name];
        const { judged, bids, opened, won, lost } = pass;
        if (judged + bids + opened + won + lost > 0) {
          note(`judged ${judged}, bid on ${bids}, opened ${opened}, won ${won}, lost ${lost}`);
        }
        for (const trouble of pass.troubles.filter((one) => !troubles.has(one))) note(trouble);
        troubles.clear();
        for (const trouble of pass.troubles) troubles.add(trouble);
      },
      note,
      listen: (wake) => watchHeads(trader.publicClient, ws, wake, note),
    });
  } finally {
    await crm.idle();
    requester.close();
    outbox.close();
    advice?.close();
    place.release();
  }
  return { ...total, troubles: [...troubles] };
}

function tellAttempts(note: (line: string) => void) {
  return (attempts: readonly Attempt[]) => {
    for (const { id, hook, outcome, failure } of attempts) {
      note(`${id} to ${hook}: ${outcome}${failure === null ? "" : `, ${failure}`}`);
    }
  };
}
