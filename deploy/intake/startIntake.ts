import type { Hex } from "viem";

import { sealSubmission } from "../sdk/actions/lead/sealSubmission.ts";
import type { Trader } from "../sdk/client.ts";
import { scoreLead } from "../workflows/scoring/scoreLead.ts";
import { intakeHandler, type Accepted, type IntakeOptions } from "./intake.ts";
import { leadNamer } from "./leadName.ts";
import { startPoster } from "./poster.ts";
import type { SellableLead } from "./sellableLead.ts";
import { listen, type IntakeServer, type ListenOptions } from "./server.ts";
import { SubmissionStore } from "./submissionStore.ts";

/** How long the same lead is one lead, milliseconds; after it the chain decides. */
const SAME_LEAD = 86_400_000;

/** What a seller's intake takes besides the seller. */
export interface StartOptions extends Pick<
  IntakeOptions,
  "verticals" | "apiKey" | "consentText" | "rate"
> {
  /** Where the world reaches it; where it listens if absent. */
  readonly publicUrl?: string | undefined;
  readonly listen: ListenOptions;
  /** SQLite file of what was accepted. */
  readonly file: string;
  /** How long a signature is valid, seconds: how long the DON may be away. */
  readonly validFor: number;
}

/** Starts a seller's intake: the server, and the hand-over of what it and its predecessors accepted. */
export async function startIntake(trader: Trader, options: StartOptions): Promise<IntakeServer> {
  const store = new SubmissionStore(options.file);
  const nameOf = await leadNamer(trader);
  const poster = startPoster(trader, store);
  /** Leads that are being sealed, by name: two posts of one at the same moment are one. */
  const sealing = new Map<string, Promise<Accepted>>();

  async function seal({ lead, vertical }: SellableLead, name: Hex): Promise<Accepted> {
    const expectedScore = scoreLead(lead, vertical, await trader.now()).score;
    const { validFor } = options;
    const sealed = await sealSubmission(trader, { lead, vertical, expectedScore, validFor });
    const { submissionHash: id, text, fromBlock } = sealed;
    store.keep({ id, name, text, fromBlock, at: Date.now() });
    poster.kick();
    return { submission: { id, state: "kept", fromBlock }, isDuplicate: false };
  }

  async function accept(filed: SellableLead): Promise<Accepted> {
    const { vertical, region, contact, fields } = filed.lead;
    const person = { ...contact, ipAddress: undefined, userAgent: undefined };
    const name = nameOf({ vertical, region, contact: person, fields });
    const known = store.lastOf(name, Date.now() - SAME_LEAD);
    if (known !== undefined) return { submission: known, isDuplicate: true };
    const other = sealing.get(name);
    if (other !== undefined) return { ...(await other), isDuplicate: true };
    const own = seal(filed, name);
    sealing.set(name, own);
    try {
      return await own;
    } finally {
      sealing.delete(name);
    }
  }

  let publicUrl = options.publicUrl ?? "";
  const handler = intakeHandler({
    ...options,
    publicUrl: () => publicUrl,
    now: trader.now,
    accept,
    find: (id) => store.find(id),
  });
  try {
    const server = await listen(handler, options.listen);
    publicUrl ||= server.url;
    return {
      url: server.url,
      close: async () => {
        await server.close();
        poster.close();
        store.close();
      },
    };
  } catch (error) {
    poster.close();
    store.close();
    throw error;
  }
}
