import { stripVTControlCharacters } from "node:util";

import type { WatchedAuction } from "../../../deploy/sdk/actions/auction/watchedAuctions.ts";
import { durationText, timeText, usdcText } from "../../../deploy/sdk/codes/text.ts";

/** A column of the live table. */
interface Column {
  readonly title: string;
  readonly cell: (auction: WatchedAuction, now: number) => string;
  readonly isNumber?: boolean;
  /** Columns with a higher number give way first in a narrow window. */
  readonly rank: number;
}

const COLUMNS: readonly Column[] = [
  { title: "", cell: ({ ownBid }) => (ownBid === null ? " " : "▸"), rank: 0 },
  { title: "lead", cell: ({ leadId }) => String(leadId), isNumber: true, rank: 0 },
  { title: "vertical", cell: ({ verticalSlug }) => plain(verticalSlug), rank: 4 },
  { title: "region", cell: ({ region }) => plain(region), rank: 5 },
  { title: "phase", cell: ({ phase }) => phase, rank: 0 },
  { title: "left", cell: leftText, isNumber: true, rank: 0 },
  { title: "bids", cell: ({ bidCount }) => String(bidCount), isNumber: true, rank: 1 },
  {
    title: "sealed",
    cell: ({ pendingCommitments }) => String(pendingCommitments),
    isNumber: true,
    rank: 6,
  },
  { title: "leading", cell: leadingText, isNumber: true, rank: 3 },
  { title: "reserve", cell: ({ reserve }) => usdcText(reserve), isNumber: true, rank: 2 },
  { title: "own bid", cell: ({ ownBid }) => ownBid ?? "-", rank: 1 },
];
const GAP = "  ";

/**
 * The live table in a window: columns and rows that have no room are left out.
 * @param now Unix seconds.
 */
export function liveTable(
  auctions: readonly WatchedAuction[],
  now: number,
  { columns, rows }: { readonly columns: number; readonly rows: number },
): string[] {
  if (auctions.length === 0) return ["No auction is open."];
  const room = Math.max(1, rows - 1);
  const shown = auctions.length > room ? auctions.slice(0, room - 1) : auctions;
  const left = auctions.length - shown.length;
  return [
    ...fitting(shown, now, columns),
    ...(left === 0 ? [] : [`and ${left} more, which end later`]),
  ].map((line) => line.slice(0, columns));
}

/** As many columns as a window has room for. */
function fitting(auctions: readonly WatchedAuction[], now: number, width: number): string[] {
  for (let rank = 6; rank > 0; rank--) {
    const lines = tableOf(
      COLUMNS.filter((column) => column.rank <= rank),
      auctions,
      now,
    );
    if (lines.every((line) => line.length <= width)) return lines;
  }
  return tableOf(
    COLUMNS.filter((column) => column.rank === 0),
    auctions,
    now,
  );
}

function tableOf(
  columns: readonly Column[],
  auctions: readonly WatchedAuction[],
  now: number,
): string[] {
  const cells = columns.map(({ title, cell, isNumber = false }) => {
    const texts = [title, ...auctions.map((auction) => cell(auction, now))];
    const width = Math.max(...texts.map(({ length }) => length));
    return texts.map((text) => (isNumber ? text.padStart(width) : text.padEnd(width)));
  });
  return [-1, ...auctions.keys()].map((row) =>
    cells
      .map((column) => column[row + 1] ?? "")
      .join(GAP)
      .trimEnd(),
  );
}

/** A round in a line, for a pipe: what has changed, without what time alone changes. */
export function changeLine(auction: WatchedAuction): string {
  const { leadId, round, verticalSlug, region, phase, closed, bidCount, price, ownBid } = auction;
  const until = auction.phaseEnd === null ? "" : ` until ${timeText(auction.phaseEnd)}`;
  return [
    `lead ${leadId}, round ${round}`,
    `${plain(verticalSlug)} ${plain(region)}`,
    `${phase}${closed ? " (closed)" : until}`,
    `${bidCount} ${bidCount === 1 ? "bid" : "bids"}, ${auction.pendingCommitments} sealed`,
    `reserve ${usdcText(auction.reserve)}`,
    ...(auction.leadingBid === 0n ? [] : [`leading ${leadingText(auction)}`]),
    ...(price === null ? [] : [`price ${usdcText(price)}`]),
    ...(ownBid === null ? [] : [`own bid ${ownBid}`]),
  ].join("; ");
}

function leftText({ phaseEnd, closed }: WatchedAuction, now: number): string {
  if (phaseEnd === null) return closed ? "-" : "waits";
  return durationText(phaseEnd - now);
}

function leadingText({ leadingBid, tiedBids }: WatchedAuction): string {
  if (leadingBid === 0n) return "-";
  return `${usdcText(leadingBid)}${tiedBids > 0 ? ` (${tiedBids + 1} tied)` : ""}`;
}

/** Text from the chain cannot steer the terminal. */
function plain(text: string): string {
  return stripVTControlCharacters(text).replaceAll(/\p{Cc}/gu, "");
}
