import type { ReserveQuote } from "../sdk/actions/reserve/quoteReserve.ts";
import { feedFaultText } from "../sdk/codes/feedFaults.ts";
import { multiplierAt } from "../sdk/lead/reserve.ts";
import type { ChartOption } from "./chart.ts";
import { LIGHT } from "./palette.ts";

/** Distance of the grid's lines, and room around what is drawn, basis points. */
const GRID = { ratioBps: 2_500, multiplierBps: 1_000 };
/** Distance of the curve's points besides its corners, basis points: a bound cuts it between corners. */
const STEP = 50;

/** The curve of a quote's multiplier over the prices' mean ratio, with the bounds and today's place on it. */
export function curveChart(quote: ReserveQuote): ChartOption {
  const { vertical, isDefaultCurve, fault, ratioBps, multiplierBps } = quote;
  const [from, until] = spanOf(quote);
  return {
    animation: false,
    title: {
      text: `Reserve multiplier of ${vertical}`,
      subtext:
        ratioBps === null
          ? `Today ×1: ${feedFaultText(fault)}`
          : `${isDefaultCurve ? "Default curve" : "The vertical's own curve"}; today ${percent(ratioBps)} of the reference prices, ×${multiplierBps / 10_000}`,
      left: "center",
    },
    xAxis: {
      name: "mean of BTC and ETH over their reference prices, %",
      nameLocation: "middle",
      nameGap: 30,
      min: from / 100,
      max: until / 100,
      interval: GRID.ratioBps / 100,
    },
    yAxis: {
      name: "multiplier",
      min: (quote.minMultiplierBps - GRID.multiplierBps) / 10_000,
      max: (quote.maxMultiplierBps + GRID.multiplierBps) / 10_000,
      interval: GRID.multiplierBps / 10_000,
    },
    series: [
      lineOf("curve", cornersOf(quote, from, until), "solid"),
      ...[quote.minMultiplierBps, quote.maxMultiplierBps].map((bound) =>
        lineOf("bound", [place(from, bound), place(until, bound)], "dashed"),
      ),
      ...(ratioBps === null ? [] : [todayOf(ratioBps, multiplierBps)]),
    ],
  };
}

/** The ratios that the picture shows, basis points: whole squares of the grid. */
function spanOf({ curve, ratioBps }: ReserveQuote): [from: number, until: number] {
  const today = ratioBps === null ? [] : [ratioBps];
  const squares = [...curve.map((corner) => corner.ratioBps), ...today].map(
    (ratio) => ratio / GRID.ratioBps,
  );
  const from = Math.max(0, Math.floor(Math.min(...squares)) - 1);
  return [from * GRID.ratioBps, (Math.ceil(Math.max(...squares)) + 1) * GRID.ratioBps];
}

/** The curve as it holds: level outside its corners, cut at the bounds. */
function cornersOf({ curve, ...quote }: ReserveQuote, from: number, until: number): number[][] {
  const { minMultiplierBps: min, maxMultiplierBps: max } = quote;
  const steps = Array.from({ length: Math.ceil((until - from) / STEP) }, (_, i) => from + i * STEP);
  return [...steps, ...curve.map((corner) => corner.ratioBps), until]
    .sort((a, b) => a - b)
    .map((ratio) => place(ratio, Math.min(Math.max(multiplierAt(curve, ratio), min), max)));
}

function lineOf(name: string, data: readonly number[][], type: "solid" | "dashed") {
  return {
    name,
    type: "line" as const,
    data: [...data],
    showSymbol: false,
    lineStyle: { type, width: type === "solid" ? 2 : 1 },
    color: type === "solid" ? LIGHT.accent : LIGHT.faint,
  };
}

function todayOf(ratioBps: number, multiplierBps: number) {
  return {
    name: "today",
    type: "scatter" as const,
    data: [place(ratioBps, multiplierBps)],
    symbolSize: 12,
    color: LIGHT.alert,
    label: { show: true, position: "left" as const, formatter: `today ×${multiplierBps / 10_000}` },
  };
}

/** A place in the picture: percent, and times. */
function place(ratioBps: number, multiplierBps: number): number[] {
  return [ratioBps / 100, multiplierBps / 10_000];
}

function percent(bps: number): string {
  return `${bps / 100} %`;
}
