import { getAbiItem, type Log } from "viem";

import { openRequester } from "../../deploy/agent/crm/guardedRequest.ts";
import { openCrm, type Attempt } from "../../deploy/agent/crm/openCrm.ts";
import type { Outbox } from "../../deploy/agent/crm/outbox.ts";
import { openAdviceLog } from "../../deploy/agent/model/adviceLog.ts";
import { modelAdvisor } from "../../deploy/agent/model/modelAdvisor.ts";
import type { OperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { autoBidRulesSchema } from "../../deploy/agent/rules/autoBidRules.ts";
import type { Agent } from "../../deploy/agent/run/agent.ts";
import { agentPass } from "../../deploy/agent/run/agentPass.ts";
import { roundsIn, type Round } from "../../deploy/agent/run/newRounds.ts";
import type { PassQueue } from "../../deploy/agent/run/passQueue.ts";
import { readingOver } from "../../deploy/agent/run/readingOver.ts";
import { takePlace } from "../../deploy/agent/run/running.ts";
import { NOBODY, readSuppressionList } from "../../deploy/agent/run/suppressionList.ts";
import { warmUp } from "../../deploy/agent/run/warmUp.ts";
import { watchHeads, type Watch, type Watched } from "../../deploy/agent/run/watchHeads.ts";
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
  readonly outbox: Outbox;
  /** Where the account has several workers. */
  readonly passes?: PassQueue | undefined;
  readonly operator: OperatorConfig;
  /** The value of a configuration variable. */
  readonly secretOf: (name: string) => Promise<string>;
  readonly once: boolean;
  /** Seconds from one look to the next where nothing new is pushed. */
  readonly every: number;
  /** WebSocket that pushes new blocks and rounds; blocks are asked for without one. */
  readonly ws: string | undefined;
  readonly note: (line: string) => void;
}

/** Runs an agent from the data directory until the user stops it; what it did, and what failed in its last pass. */
export async function runAgent(run: AgentRun) {
  const { store, market, outbox, passes, operator, secretOf, once, every, ws, note } = run;
  const { limits, hooks, model } = operator;
  let watch: Watch | undefined;
  const trader = ws === undefined ? run.trader : readingOver(run.trader, () => watch?.source());
  const folder = dataDirectory();
  const place = takePlace(folder, trader.address);
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
  const document = async () => autoBidRulesSchema.parse(await store.rules());
  const agent: Agent = {
    trader,
    market,
    limits,
    verticals,
    rules: async () => (await document()).rules,
    suppressionList: async () => {
      const { suppressionList } = await document();
      return suppressionList === undefined ? NOBODY : readSuppressionList(suppressionList);
    },
    sink: {
      emit: async (event) => {
        await crm.emit(event);
        // At once: other leads of the pass may take long.
        crm.start(tellAttempts(note));
      },
    },
    advisor,
  };
  const total = { judged: 0, bids: 0, opened: 0, won: 0, lost: 0 };
  const troubles = new Set<string>();
  const news: Round[] = [];
  let due: number | undefined = 0;
  let hasKey = false;
  const pass = async () => {
    // Before any nonce is noted: it takes a transaction.
    if (!hasKey) await registeredDeliveryKey(trader);
    hasKey = true;
    const done = await agentPass(agent, news.splice(0));
    ({ due } = done);
    crm.start(tellAttempts(note));
    for (const name of Object.keys(total) as (keyof typeof total)[]) total[name] += done[name];
    const { judged, bids, opened, won, lost } = done;
    if (judged + bids + opened + won + lost > 0) {
      note(`judged ${judged}, bid on ${bids}, opened ${opened}, won ${won}, lost ${lost}`);
    }
    for (const trouble of done.troubles.filter((one) => !troubles.has(one))) note(trouble);
    troubles.clear();
    for (const trouble of done.troubles) troubles.add(trouble);
  };
  if (!once) await warmUp(trader);
  try {
    await repeat({
      once,
      every,
      pass: passes === undefined ? pass : inTurn(passes, pass, once),
      tell: () => undefined,
      note,
      listen: (wake) => {
        watch = watchHeads(
          trader.publicClient,
          ws,
          newsFor(trader, { news, isDue: (time) => due !== undefined && time >= due, wake }),
          note,
        );
        return watch.stop;
      },
    });
  } finally {
    // A pass that has begun here ends first.
    await passes?.close();
    await crm.idle();
    requester.close();
    advice?.close();
    place.release();
  }
  return { ...total, troubles: [...troubles] };
}

interface Wakeable {
  /** Gets new rounds. */
  readonly news: Round[];
  /** Whether one of its bids may go on at a time, Unix seconds. */
  readonly isDue: (time: number) => boolean;
  readonly wake: () => void;
}

/** What wakes an agent: a new round; a block while one of its bids waits for the next step. Others' bids, of which there are more, do not. */
function newsFor({ contracts: { house } }: Trader, { news, isDue, wake }: Wakeable): Watched {
  const { abi, address } = house;
  const onHead = (time?: number) => {
    if (time === undefined || isDue(time)) wake();
  };
  const created = getAbiItem({ abi, name: "AuctionCreated" });
  const onEvent = (logs: readonly Log[]) => {
    news.push(...roundsIn(logs));
    wake();
  };
  return { onHead, event: { address, abi: created, onEvent } };
}

/** Asks for a pass in the account's turn, which this or another worker does. Fails as the last one here did. */
function inTurn(passes: PassQueue, pass: () => Promise<void>, once: boolean) {
  let last: Promise<void> = Promise.resolve();
  passes.work(async () => {
    last = pass();
    await last.catch(() => undefined);
  });
  return async () => {
    await passes.ask();
    if (once) await passes.idle();
    await last;
  };
}

function tellAttempts(note: (line: string) => void) {
  return (attempts: readonly Attempt[]) => {
    for (const { id, hook, outcome, failure } of attempts) {
      note(`${id} to ${hook}: ${outcome}${failure === null ? "" : `, ${failure}`}`);
    }
  };
}
