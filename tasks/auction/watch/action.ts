import { getAddress, isAddress, type Address, type Hex } from "viem";
import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import {
  watchedAuctions,
  type WatchedAuction,
} from "../../../deploy/sdk/actions/auction/watchedAuctions.ts";
import { LeadEngineError } from "../../../deploy/sdk/errors/leadEngineError.ts";
import { latestBlockOf } from "../../../deploy/sdk/subgraph/indexedChain.ts";
import { chosenAccount, openWallet } from "../../cli/account.ts";
import { clientAction } from "../../cli/action.ts";
import type { ClientOptions, TaskClient } from "../../cli/client.ts";
import { parseDuration } from "../../cli/duration.ts";
import { explainTaskError } from "../../cli/explainError.ts";
import { untilStopped } from "../../cli/untilStopped.ts";
import { liveTable } from "./lines.ts";
import { NewBlocks } from "./newBlocks.ts";
import { lineView, screenView, type Look, type View } from "./view.ts";

interface WatchArguments extends ClientOptions {
  readonly vertical: string;
  readonly region: string;
  readonly account: string | undefined;
  readonly every: string;
  readonly for: string | undefined;
  readonly once: boolean;
}

/** How long to wait for a subgraph that has not reached the latest block, milliseconds. */
const CATCH_UP = 300;

export default clientAction<WatchArguments>(async (args, client, hre) => {
  const { vertical, region, once, json } = args;
  const every = 1_000 * parseDuration(args.every);
  const lasts = args.for === undefined ? undefined : 1_000 * parseDuration(args.for);
  const account = await ownAddress(args.account, client, hre);
  const filter = {
    account,
    vertical: vertical === "" ? undefined : vertical,
    region: region === "" ? undefined : region,
  };
  const end = endOf(lasts);
  // The terminal's window belongs to who sits before it.
  const live = process.stdout.isTTY && !json && !once;
  const view = live ? screenView(process.stdout) : lineView(json);
  const alarm = new Alarm();
  const blocks = once ? undefined : await newBlocks(client, alarm.ring);
  let look: Look | undefined;
  try {
    do {
      look = (await lookOnce(client, filter, look, { view, once })) ?? look;
      const isBehind = look !== undefined && look.block < (await headOf(client, look.block));
      if (!once) await alarm.next(isBehind ? CATCH_UP : every, end.signal);
    } while (!once && !end.signal.aborted);
  } finally {
    end.cancel();
    blocks?.close();
    view.close();
  }
  const open = (look?.auctions ?? []).filter(({ closed }) => !closed);
  return {
    json: {
      now: look?.now ?? null,
      block: look?.block ?? null,
      open: open.map(({ leadId }) => leadId),
    },
    text: live
      ? liveTable(open, look?.now ?? 0, { columns: Infinity, rows: Infinity }).join("\n")
      : `${open.length} auctions are open.`,
  };
});

/** Looks and shows what there is; undefined where a service is away for a while. @throws where there is one look only. */
async function lookOnce(
  client: TaskClient,
  filter: Omit<Parameters<typeof watchedAuctions>[1], "seen">,
  before: Look | undefined,
  { view, once }: { readonly view: View; readonly once: boolean },
): Promise<Look | undefined> {
  try {
    const open = before?.auctions.filter(({ closed }) => !closed) ?? [];
    const seen: Hex[] = open.map(({ id }) => id);
    const found = await watchedAuctions({ ...client, note: view.note }, { ...filter, seen });
    const look = { ...found, auctions: found.auctions.sort(soonestFirst) };
    view.show(look);
    return look;
  } catch (error) {
    const explained = explainTaskError(error);
    if (once || !(explained instanceof LeadEngineError)) throw error;
    view.trouble(`${explained.says} Trying again.`);
    return undefined;
  }
}

/** What waits for time comes in its order, then what waits for somebody. */
function soonestFirst(a: WatchedAuction, b: WatchedAuction): number {
  const [left, right] = [a.phaseEnd ?? Infinity, b.phaseEnd ?? Infinity];
  return left === right ? Number(a.leadId - b.leadId) : left - right;
}

/** The latest block; `known` where the node does not answer: the next look says so. */
async function headOf(client: TaskClient, known: number): Promise<number> {
  return latestBlockOf(client.publicClient).catch(() => known);
}

/** Whose bids are marked: any address, or one of the user's own accounts. */
async function ownAddress(
  option: string | undefined,
  { connection }: TaskClient,
  hre: HardhatRuntimeEnvironment,
): Promise<Address | undefined> {
  const choice = chosenAccount(option);
  if (choice === undefined || isAddress(choice)) return choice && getAddress(choice);
  return (await openWallet(choice, connection, hre)).account.address;
}

async function newBlocks({ connection }: TaskClient, onBlock: () => void) {
  const { networkConfig } = connection;
  if (networkConfig.type !== "http") return undefined;
  return new NewBlocks(await networkConfig.url.getUrl(), onBlock);
}

/** What ends the watch: ctrl-C, or the time that was asked for, milliseconds. */
function endOf(lasts: number | undefined) {
  const ending = new AbortController();
  const end = () => {
    ending.abort();
  };
  void untilStopped().then(end);
  const timer = lasts === undefined ? undefined : setTimeout(end, lasts);
  return {
    signal: ending.signal,
    cancel: () => {
      clearTimeout(timer);
    },
  };
}

/** Ends a wait before its time. A ring that nobody waits for ends the next one. */
class Alarm {
  #hasRung = false;
  #wake: () => void = () => undefined;

  readonly ring = () => {
    this.#hasRung = true;
    this.#wake();
  };

  /** Waits for a ring, or that long. @param time milliseconds. */
  async next(time: number, signal: AbortSignal): Promise<void> {
    if (!this.#hasRung && !signal.aborted) {
      await new Promise<void>((resolve) => {
        const wake = () => {
          clearTimeout(timer);
          signal.removeEventListener("abort", wake);
          resolve();
        };
        const timer = setTimeout(wake, time);
        signal.addEventListener("abort", wake);
        this.#wake = wake;
      });
    }
    this.#hasRung = false;
  }
}
