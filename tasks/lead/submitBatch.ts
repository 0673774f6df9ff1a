import { sellableLeadOf, type SellableLead } from "../../deploy/intake/sellableLead.ts";
import { publishContent } from "../../deploy/sdk/actions/content.ts";
import { packageStateOf, queuePackage } from "../../deploy/sdk/actions/lead/donQueue.ts";
import { followSubmission } from "../../deploy/sdk/actions/lead/followSubmission.ts";
import { sealSubmission } from "../../deploy/sdk/actions/lead/sealSubmission.ts";
import type { Trader } from "../../deploy/sdk/client.ts";
import { hasCode, type Issue, LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { scoreLead } from "../../deploy/workflows/scoring/scoreLead.ts";
import { explainTaskError } from "../cli/explainError.ts";
import { facts, grid, type TaskReport } from "../cli/output.ts";
import { openBatchRecord, type BatchRecord, type RecordedSubmission } from "./batch/batchRecord.ts";
import { readBatch, type BatchRow } from "./batch/readBatch.ts";

/** Submissions that are followed at once. The DON takes them in their order, so more would only ask more often. */
const FOLLOWED = 8;
/** After how many leads there is a line of progress. */
const STEP = 25;

/** What is asked of a batch. */
export interface BatchOptions {
  /** Folder or CSV. */
  readonly batch: string;
  /** Whether to sell all at once to bounties. */
  readonly instant: boolean;
}

/**
 * How a row of a batch ended: `minted` now or `earlier`, a `repeated` row of the batch, `checked` in a dry run; `waiting` for the DON when
 * patience ended, or `failed`.
 */
interface RowResult {
  readonly where: string;
  readonly state: "minted" | "earlier" | "repeated" | "checked" | "waiting" | "failed";
  readonly submissionHash?: string;
  readonly leadId?: bigint;
  readonly code?: string;
  readonly says?: string;
  readonly next?: string | undefined;
  readonly issues?: readonly Issue[];
}

/** A row whose package the DON has. */
interface SentRow extends RecordedSubmission {
  readonly index: number;
  readonly name: ReturnType<BatchRecord["nameOf"]>;
}

/**
 * Submits the leads of a folder or a CSV: hands all packages to the DON, which mints them in batches, then follows each to its end. A row
 * that fails stops no other. What was accepted before is followed, not sent again, so a batch that was broken off is simply run again.
 * @param options `validFor`: how long each signature is valid, seconds.
 * @throws {LeadEngineError} `BATCH_FILE`
 */
export async function submitBatch(
  trader: Trader,
  options: BatchOptions & { readonly validFor: number },
): Promise<TaskReport> {
  const { rows, leads, results, now } = await checkRows(trader, options);
  await trader.agree?.({
    what: `Storing ${leads.size} ciphertexts in IPFS and handing as many packages to the DON, which lists the leads`,
    amounts: {},
    transaction: undefined,
    then: undefined,
  });
  const record = await openBatchRecord(trader);
  const sent = await sendAll(trader, options, { rows, leads, record, results, now });
  await followAll(trader, sent, { rows, record, results });
  return reportOf(
    options.batch,
    rows.map(({ where }, index) => results.get(index) ?? { where, state: "waiting" }),
  );
}

/** What `submitBatch` would find wrong with the rows. Sends nothing. @throws {LeadEngineError} `BATCH_FILE` */
export async function checkBatch(trader: Trader, options: BatchOptions): Promise<TaskReport> {
  const { rows, results } = await checkRows(trader, options);
  return reportOf(
    options.batch,
    rows.map(({ where }, index) => results.get(index) ?? { where, state: "checked" }),
  );
}

async function checkRows(trader: Trader, { batch, instant }: BatchOptions) {
  const rows = await readBatch(batch);
  const results = new Map<number, RowResult>();
  const now = await trader.now();
  const leads = new Map<number, SellableLead>();
  for (const [index, row] of rows.entries()) {
    try {
      leads.set(index, checked(row, now, instant));
    } catch (error) {
      results.set(index, failed(row.where, error));
    }
  }
  return { rows, results, now, leads };
}

function checked({ input, issues }: BatchRow, now: number, instant: boolean): SellableLead {
  if (issues !== undefined) {
    throw new LeadEngineError("INVALID_LEAD", "It cannot be read.", undefined, { issues });
  }
  const { lead, vertical } = sellableLeadOf(input, now);
  const terms = { ...lead.terms, instantSale: true };
  return { lead: instant ? { ...lead, terms } : lead, vertical };
}

/** What is known of a batch while it runs. */
interface Progress {
  readonly rows: readonly BatchRow[];
  readonly leads: ReadonlyMap<number, SellableLead>;
  readonly record: BatchRecord;
  readonly results: Map<number, RowResult>;
  /** The chain's time, Unix seconds. */
  readonly now: number;
}

async function sendAll(
  trader: Trader,
  { validFor }: { readonly validFor: number },
  { rows, leads, record, results, now }: Progress,
): Promise<SentRow[]> {
  const sent: SentRow[] = [];
  const rowOf = new Map<string, number>();
  for (const [index, { lead, vertical }] of leads) {
    const where = whereOf(rows, index);
    const name = record.nameOf(lead);
    const first = rowOf.get(name);
    if (first !== undefined) {
      const says = `It is the same lead as ${whereOf(rows, first)}.`;
      results.set(index, { where, state: "repeated", says });
      continue;
    }
    rowOf.set(name, index);
    try {
      const known = record.find(name);
      if (known?.leadId !== undefined) {
        results.set(index, { where, state: "earlier", ...known });
      } else if (known !== undefined && (await isUnderWay(trader, known))) {
        sent.push({ index, name, ...known });
      } else {
        const expectedScore = scoreLead(lead, vertical, now).score;
        const sealed = await sealSubmission(trader, { lead, vertical, expectedScore, validFor });
        const { submissionHash, fromBlock } = sealed;
        await publishContent(trader, sealed.ciphertext);
        // Before it is sent: a crash in between must not lead to a second one.
        await record.keep(name, { submissionHash, fromBlock });
        await queuePackage(trader, sealed.text);
        sent.push({ index, name, submissionHash, fromBlock });
      }
    } catch (error) {
      results.set(index, failed(where, error));
    }
    tell(trader, "sent", sent.length, leads.size);
  }
  return sent;
}

/** Whether the DON has taken a submission and not refused it. A queue that does not know it never had it. */
async function isUnderWay(trader: Trader, { submissionHash }: RecordedSubmission) {
  const state = await packageStateOf(trader, submissionHash, 0).catch(() => undefined);
  return state !== undefined && state.state !== "rejected";
}

async function followAll(
  trader: Trader,
  sent: readonly SentRow[],
  { rows, record, results }: Pick<Progress, "rows" | "record" | "results">,
): Promise<void> {
  const waiting = [...sent];
  let ended = 0;
  const follow = async (): Promise<void> => {
    for (let row = waiting.shift(); row !== undefined; row = waiting.shift()) {
      const { index, name, submissionHash, fromBlock } = row;
      const where = whereOf(rows, index);
      try {
        const { leadId } = await followSubmission(trader, { submissionHash, fromBlock });
        await record.keep(name, { submissionHash, fromBlock, leadId });
        results.set(index, { where, state: "minted", submissionHash, leadId });
      } catch (error) {
        const state = hasCode(error, "NO_REPORT") ? "waiting" : "failed";
        results.set(index, { ...failed(where, error), state, submissionHash });
      }
      tell(trader, "brought to their end", ++ended, sent.length);
    }
  };
  await Promise.all(Array.from({ length: FOLLOWED }, follow));
}

function tell(trader: Trader, what: string, done: number, all: number): void {
  if (done > 0 && (done % STEP === 0 || done === all)) {
    trader.note(`${done} of ${all} leads ${what}`);
  }
}

/** An unforeseen error is rethrown. */
function failed(where: string, error: unknown): RowResult {
  const explained = explainTaskError(error);
  if (!(explained instanceof LeadEngineError)) throw error;
  const { code, says, next, issues } = explained;
  return { where, state: "failed", code, says, next, ...(issues === undefined ? {} : { issues }) };
}

function whereOf(rows: readonly BatchRow[], index: number): string {
  return rows[index]?.where ?? "";
}

function reportOf(batch: string, leads: readonly RowResult[]): TaskReport {
  const count = (state: RowResult["state"]) => leads.filter((one) => one.state === state).length;
  const counts = {
    minted: count("minted"),
    earlier: count("earlier"),
    repeated: count("repeated"),
    checked: count("checked"),
    waiting: count("waiting"),
    failed: count("failed"),
  };
  const told = Object.entries(counts).filter(([, number]) => number > 0);
  return {
    json: { batch, ...counts, leads },
    text: [
      grid(["row", "state", "lead", "why"], leads.map(lineOf)),
      facts(told.map(([state, number]) => [state, number])),
      ...(counts.waiting + counts.failed > 0
        ? ["Correct what failed and run it again: what was accepted is not sent twice."]
        : []),
    ].join("\n"),
    failed: counts.waiting + counts.failed > 0,
  };
}

function lineOf({ where, state, leadId, says, issues, next }: RowResult): string[] {
  const why =
    issues === undefined
      ? [says, next].filter((line) => line !== undefined)
      : issues.map(({ path, message }) => (path === "" ? message : `${path} ${message}`));
  return [where, state, leadId === undefined ? "" : String(leadId), why.join("\n")];
}
