/** Time of day of a line in Graph Node's log, to the millisecond; the year is not in it. */
const TIME = /^(?<time>[A-Z][a-z]{2} \d{2} \d{2}:\d{2}:\d{2}\.\d{3}) INFO /;

/**
 * How long a subgraph took to index a chain, by Graph Node's own log: from the first block that it began to process until the batch with
 * the head was in the database.
 * @returns seconds; undefined while the log does not say.
 */
export function indexingSeconds(log: string, head: bigint): number | undefined {
  const lines = log.split("\n");
  const begin = lines.find((line) => line.includes(" INFO Start processing block,"));
  const end = lines.find(
    (line) =>
      line.includes(" INFO Committed write batch,") && line.includes(` block_number: ${head},`),
  );
  if (begin === undefined || end === undefined) return undefined;
  return (timeOf(end) - timeOf(begin)) / 1_000;
}

/** The latest block that is in the database, by Graph Node's log; 0 before the first. */
export function indexedBlockIn(log: string): number {
  const at = log.lastIndexOf(" INFO Committed write batch,");
  return at < 0 ? 0 : Number(/ block_number: (\d+),/.exec(log.slice(at))?.[1] ?? 0);
}

function timeOf(line: string): number {
  return Date.parse(`2000 ${TIME.exec(line)?.groups?.["time"] ?? ""} UTC`);
}
