import { openRequester } from "../../deploy/agent/crm/guardedRequest.ts";
import { openCrm, type Attempt } from "../../deploy/agent/crm/openCrm.ts";
import { openOutbox } from "../../deploy/agent/crm/outbox.ts";
import { openAdviceLog } from "../../deploy/agent/model/adviceLog.ts";
import { modelAdvisor } from "../../deploy/agent/model/modelAdvisor.ts";
import { readOperatorConfig } from "../../deploy/agent/operatorConfig.ts";
import { autoBidRulesSchema } from "../../deploy/agent/rules/autoBidRules.ts";
import type { Agent, Pass } from "../../deploy/agent/run/agent.ts";
import { agentPass } from "../../deploy/agent/run/agentPass.ts";
import { takePlace } from "../../deploy/agent/run/running.ts";
import { watchHeads } from "../../deploy/agent/run/watchHeads.ts";
import { NOBODY, readSuppressionList } from "../../deploy/agent/run/suppressionList.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { registeredDeliveryKey } from "../../deploy/sdk/actions/deliveryKeys.ts";
import type { TraderOptions } from "../cli/action.ts";
import { dataDirectory } from "../cli/dataDirectory.ts";
import { parseDuration } from "../cli/duration.ts";
import { runningStack } from "../cli/deployment.ts";
import { hookSecrets } from "../cli/hookSecret.ts";
import { operatorFile } from "../cli/operatorFile.ts";
import { facts, noteTo } from "../cli/output.ts";
import { repeat } from "../cli/repeat.ts";
import { agentAction } from "./agentAction.ts";

interface RunArguments extends TraderOptions {
  readonly once: boolean;
  /** A duration, such as 2s. */
  readonly every: string;
  readonly operator: string | undefined;
  readonly ws: string | undefined;
}

export default agentAction<RunArguments>(async (args, { trader, store, market, hre }) => {
  const { once, every, json } = args;
  const note = noteTo(json);
  const folder = dataDirectory();
  const ws = args.ws ?? (await stackSocket(trader.chainId));
  const { limits, hooks, model } = await readOperatorConfig(operatorFile(args.operator));
  const place = takePlace(folder, trader.address);
  const outbox = openOutbox(folder);
  const requester = openRequester();
  const verticals = leafVerticals();
  const secretOf = hookSecrets(hre);
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
    sink: crm,
    advisor,
  };
  const total = { judged: 0, bids: 0, opened: 0, won: 0, lost: 0 };
  const troubles = new Set<string>();
  try {
    // Before any nonce is noted: it takes a transaction.
    await registeredDeliveryKey(trader);
    await repeat<Pass>({
      once,
      every: parseDuration(every),
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
  return {
    json: { account: trader.address, ...total, troubles: [...troubles] },
    text: facts([
      ["account", trader.address],
      ["leads judged", total.judged],
      ["bids", total.bids],
      ["won", total.won],
      ["lost", total.lost],
    ]),
    failed: once && troubles.size > 0,
  };
});

function tellAttempts(note: (line: string) => void) {
  return (attempts: readonly Attempt[]) => {
    for (const { id, hook, outcome, failure } of attempts) {
      note(`${id} to ${hook}: ${outcome}${failure === null ? "" : `, ${failure}`}`);
    }
  };
}

/** Where the running stack pushes new blocks, if it is of this chain. */
async function stackSocket(chainId: number): Promise<string | undefined> {
  const stack = await runningStack();
  return stack?.chainId === chainId ? stack.rpc.replace(/^http/, "ws") : undefined;
}
