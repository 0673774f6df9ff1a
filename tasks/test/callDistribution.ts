import { z } from "zod";

/** Calls of one handler: `discards` were not possible and were replaced by others. */
const metric = z.object({ calls: z.bigint(), reverts: z.bigint(), discards: z.bigint() });

/** What the runner tells of a campaign; other tests have no `metrics`. */
const campaign = z.object({ calls: z.bigint(), metrics: z.record(z.string(), metric) });

const runnerReport = z.object({
  suiteResults: z.array(
    z.object({ testResults: z.array(z.object({ name: z.string(), kind: z.unknown() })) }),
  ),
});

/** A campaign of so many calls comes by every handler. */
const FULL_CAMPAIGN = 10_000n;

/** How often a campaign's handlers acted. */
export interface CallDistribution {
  readonly name: string;
  readonly calls: bigint;
  /** Most called first. */
  readonly handlers: readonly { readonly name: string; readonly calls: bigint }[];
  /** Handlers that never acted in a campaign that is long enough for all. */
  readonly unreached: readonly string[];
}

/** The distributions of all campaigns in a Solidity test runner's result. */
export function callDistributionsIn(report: unknown): CallDistribution[] {
  const tests = runnerReport.parse(report).suiteResults.flatMap(({ testResults }) => testResults);
  return tests.flatMap(({ name, kind }) => {
    const parsed = campaign.safeParse(kind);
    return parsed.success ? [distributionOf(name, parsed.data)] : [];
  });
}

function distributionOf(name: string, { calls, metrics }: z.infer<typeof campaign>) {
  const handlers = Object.entries(metrics)
    .map(([id, metric]) => ({
      name: id.slice(id.lastIndexOf(".") + 1),
      calls: metric.calls - metric.discards - metric.reverts,
    }))
    .sort((a, b) => Number(b.calls - a.calls) || a.name.localeCompare(b.name));
  const isFull = calls >= FULL_CAMPAIGN;
  const unreached = handlers.filter((handler) => isFull && handler.calls === 0n);
  return { name, calls, handlers, unreached: unreached.map((handler) => handler.name) };
}

/** The distribution as lines of text. */
export function formatDistribution({ name, calls, handlers }: CallDistribution): string {
  const cells = handlers.map((handler) => `${handler.name} ${handler.calls}`);
  const width = Math.max(...cells.map(({ length }) => length)) + 2;
  const columns = Math.max(1, Math.floor(98 / width));
  const lines: string[] = [];
  for (let i = 0; i < cells.length; i += columns) {
    lines.push(
      "  " +
        cells
          .slice(i, i + columns)
          .map((cell) => cell.padEnd(width))
          .join("")
          .trimEnd(),
    );
  }
  return [`${name}: ${calls} calls`, ...lines].join("\n");
}
