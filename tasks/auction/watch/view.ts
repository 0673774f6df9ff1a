import type { WatchedAuction } from "../../../deploy/sdk/actions/auction/watchedAuctions.ts";
import { timeText } from "../../../deploy/sdk/codes/text.ts";
import { toJson } from "../../../deploy/sdk/codes/json.ts";
import { noteTo, printLine } from "../../cli/output.ts";
import { stepsJson } from "../stepFacts.ts";
import { changeLine, liveTable } from "./lines.ts";
import { Screen } from "./screen.ts";

/** What a look at the auctions found. */
export interface Look {
  /** Unix seconds. */
  readonly now: number;
  readonly block: number;
  /** Those whose phase ends first on top. */
  readonly auctions: readonly WatchedAuction[];
}

/** Shows what is watched. */
export interface View {
  readonly show: (look: Look) => void;
  /** Says how the next look is read. */
  readonly note: (line: string) => void;
  /** Says what went wrong. */
  readonly trouble: (says: string) => void;
  readonly close: () => void;
}

/** A window that a process without one is taken to have. */
const WINDOW = { columns: 80, rows: 24 };
const SECOND = 1_000;

/** A table in the terminal's window, drawn again each second: times go on by themselves. */
export function screenView(terminal: NodeJS.WriteStream): View {
  let look: Look | undefined;
  let lookedAt = 0;
  let problem = "";
  let source = "";
  let noted = "";
  const screen = new Screen(terminal, ({ columns, rows }) => {
    const size = { columns: columns || WINDOW.columns, rows: (rows || WINDOW.rows) - 3 };
    if (look === undefined) return [problem === "" ? "Reading the auctions…" : problem];
    const now = look.now + Math.floor((Date.now() - lookedAt) / SECOND);
    const open = look.auctions.filter(({ closed }) => !closed);
    return [
      `${open.length} open auctions, block ${look.block}, ${timeText(now)}; ctrl-C ends`,
      problem || source,
      ...liveTable(open, now, size),
    ].map((line) => line.slice(0, size.columns));
  });
  const ticking = setInterval(() => {
    screen.redraw();
  }, SECOND);
  return {
    show: (found) => {
      look = found;
      lookedAt = Date.now();
      problem = "";
      source = noted;
      noted = "";
      screen.redraw();
    },
    note: (line) => {
      noted = line;
    },
    trouble: (says) => {
      problem = says;
      screen.redraw();
    },
    close: () => {
      clearInterval(ticking);
      screen.close();
    },
  };
}

/** A line for each change: text, or one JSON object each. */
export function lineView(asJson: boolean): View {
  const known = new Map<string, string>();
  const note = noteTo(asJson);
  const notes = new Set<string>();
  return {
    show: ({ now, block, auctions }) => {
      for (const auction of auctions) {
        const line = changeLine(auction);
        if (known.get(auction.id) === line) continue;
        known.set(auction.id, line);
        const waitsFor = stepsJson(auction.waitsFor);
        printLine(
          asJson
            ? toJson({ now, block, auction: { ...auction, waitsFor } })
            : `${timeText(now)}  ${line}`,
        );
      }
    },
    note: (line) => {
      if (!notes.has(line)) note(line);
      notes.add(line);
    },
    trouble: note,
    close: () => undefined,
  };
}
