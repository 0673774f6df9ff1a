import type { Hex } from "viem";

import { publishContent } from "../sdk/actions/content.ts";
import { queuePackage } from "../sdk/actions/lead/donQueue.ts";
import { followSubmission } from "../sdk/actions/lead/followSubmission.ts";
import type { Trader } from "../sdk/client.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";
import { leadPackageSchema } from "../sdk/report/leadPackage.ts";
import type { KeptPackage, Submission, SubmissionStore } from "./submissionStore.ts";

/** Submissions that are posted at once, and that are followed at once: who waits for the DON keeps nobody from being posted. */
const AT_ONCE = 16;
/** Wait after something did not answer, milliseconds. */
const RETRY = 2_000;
/** What says nothing of the lead: it is tried again. */
const PASSING = ["SERVICE_FAILED", "SERVICE_UNKNOWN", "NO_REPORT"];

/** Hands kept packages to the DON and follows them. */
export interface Poster {
  /** Tells it of a new package. */
  readonly kick: () => void;
  /** Ends what is under way; what is kept or queued is taken up by the next poster of the store. */
  readonly close: () => void;
}

/**
 * Starts handing what the store keeps to the DON, now and whenever it is kicked, until it is taken or refused for good; then waits for the
 * mint. To hand a package over twice does no harm, so a crash at any point loses nothing and sells nothing twice.
 */
export function startPoster(trader: Trader, store: SubmissionStore): Poster {
  const lanes = [
    { busy: new Set<Hex>(), next: (limit: number) => store.kept(limit).map(toPost) },
    { busy: new Set<Hex>(), next: (limit: number) => store.queued(limit).map(toFollow) },
  ];
  let timer: NodeJS.Timeout | undefined;
  let isClosed = false;
  let isAway = false;

  function look(): void {
    clearTimeout(timer);
    timer = undefined;
    if (isClosed) return;
    for (const { busy, next } of lanes) {
      const idle = next(AT_ONCE).filter(({ id }) => !busy.has(id));
      for (const { id, work } of idle.slice(0, AT_ONCE - busy.size)) {
        busy.add(id);
        void settle(id, work).then((isDone) => {
          busy.delete(id);
          if (isDone) look();
          else if (!isClosed) timer ??= setTimeout(look, RETRY);
        });
      }
    }
  }

  /** Does one step of a submission; a refusal ends it. @returns whether there is a next step now. */
  async function settle(id: Hex, work: () => Promise<void>): Promise<boolean> {
    try {
      await work();
      isAway = false;
      return true;
    } catch (error) {
      if (isClosed) return false;
      if (error instanceof LeadEngineError && !PASSING.includes(error.code)) {
        store.setRefused(id, error.code, error.says);
        trader.note(`Submission ${id}: refused, ${error.code}`);
        return true;
      }
      if (!isAway)
        trader.note("A submission cannot be handed over now. It is kept, and tried again.");
      isAway = true;
      return false;
    }
  }

  const toPost = ({ id, text }: KeptPackage): Step => ({
    id,
    work: async () => {
      const { ciphertext } = leadPackageSchema.parse(JSON.parse(text));
      await publishContent(trader, ciphertext);
      await queuePackage(trader, text);
      if (!isClosed) store.setQueued(id);
    },
  });

  const toFollow = ({ id, fromBlock }: Submission): Step => ({
    id,
    work: async () => {
      const followed = { submissionHash: id, fromBlock };
      const { leadId, txHash } = await followSubmission(trader, followed);
      if (isClosed) return;
      store.setMinted(id, leadId, txHash);
      trader.note(`Submission ${id}: minted as lead ${leadId}`);
    },
  });

  look();
  return {
    kick: look,
    close: () => {
      isClosed = true;
      clearTimeout(timer);
    },
  };
}

/** What is next to do for a submission. */
interface Step {
  readonly id: Hex;
  readonly work: () => Promise<void>;
}
