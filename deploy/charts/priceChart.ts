import { usdcText } from "../sdk/codes/text.ts";
import type { ChartOption } from "./chart.ts";
import { LIGHT, type Palette } from "./palette.ts";

/** Sales of an hour or a day in a vertical, as the subgraph lists them. */
export interface PricePeriod {
  /** Start of the period, microseconds. */
  readonly timestamp: string;
  readonly sales: string;
  /** Sum of prices, USDC units; so are the lowest and the highest price. */
  readonly volume: string;
  readonly minPrice: string;
  readonly maxPrice: string;
}

/** A vertical's prices over time; the order of its periods does not matter. */
export interface PriceSeries {
  readonly vertical: string;
  readonly periods: readonly PricePeriod[];
}

/** USDC units in a USDC; a chart has no room for more digits than a number holds. */
const USDC = 1e6;
/** Size of the mark of one sale and of very many, pixels. */
const MARK = { least: 7, most: 18 };

/** Mean prices of verticals over time. Where there is one vertical only, its lowest and highest prices too. */
export function priceChart(
  series: readonly PriceSeries[],
  { title, palette = LIGHT }: { readonly title?: string; readonly palette?: Palette } = {},
): ChartOption {
  const [only, ...others] = series;
  const bounds = only === undefined || others.length > 0 ? [] : boundsOf(only, palette);
  return {
    animation: false,
    color: [...palette.series],
    ...(title === undefined
      ? {}
      : { title: { text: title, left: "center", textStyle: { color: palette.text } } }),
    grid: {
      left: 12,
      right: 24,
      top: title === undefined ? 64 : 108,
      bottom: 12,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    legend: {
      type: "scroll",
      top: title === undefined ? 0 : 36,
      textStyle: { color: palette.text },
      pageTextStyle: { color: palette.faint },
      inactiveColor: palette.line,
    },
    // Drawn, not written as HTML: a vertical's name could hold some.
    tooltip: {
      trigger: "item",
      renderMode: "richText",
      backgroundColor: palette.ground,
      borderColor: palette.line,
      textStyle: { color: palette.text },
    },
    xAxis: { type: "time", ...axisOf(palette), splitLine: { show: false } },
    yAxis: { name: "USDC", type: "value", scale: true, ...axisOf(palette) },
    series: [...series.map(meanLine), ...bounds],
  };
}

function axisOf({ faint, line }: Palette) {
  return {
    nameTextStyle: { color: faint },
    axisLabel: { color: faint, hideOverlap: true },
    axisLine: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line } },
  };
}

function meanLine({ vertical, periods }: PriceSeries) {
  return {
    name: vertical,
    type: "line" as const,
    data: inOrder(periods).map((period) => ({
      value: [timeOf(period), meanOf(period)],
      symbolSize: Math.min(MARK.least + Number(period.sales), MARK.most),
      tooltip: { formatter: sentenceOf(vertical, period) },
    })),
    symbol: "circle",
    lineStyle: { width: 2 },
    emphasis: { focus: "series" as const },
  };
}

function boundsOf({ periods }: PriceSeries, { faint }: Palette) {
  const bound = (name: string, priceOf: (period: PricePeriod) => string) => ({
    name,
    type: "line" as const,
    data: inOrder(periods).map((period) => [timeOf(period), Number(priceOf(period)) / USDC]),
    symbol: "none",
    color: faint,
    lineStyle: { type: "dashed" as const, width: 1 },
  });
  return [
    bound("highest", ({ maxPrice }) => maxPrice),
    bound("lowest", ({ minPrice }) => minPrice),
  ];
}

/** Periods come with the latest first. */
function inOrder(periods: readonly PricePeriod[]): PricePeriod[] {
  return [...periods].sort((a, b) => timeOf(a) - timeOf(b));
}

/** Milliseconds. */
function timeOf({ timestamp }: PricePeriod): number {
  return Number(timestamp) / 1_000;
}

function meanOf({ volume, sales }: PricePeriod): number {
  return Math.round((Number(volume) / Number(sales) / USDC) * 100) / 100;
}

/** What a mark says when it is pointed at. */
function sentenceOf(vertical: string, { sales, minPrice, maxPrice }: PricePeriod): string {
  const [from, to] = [usdcText(BigInt(minPrice)), usdcText(BigInt(maxPrice))];
  const range = from === to ? from : `${from} to ${to}`;
  // In a template of echarts braces would be read.
  return `${vertical}\n${sales} sold for ${range}`.replaceAll(/[{}]/g, "");
}

/** Periods of several verticals as a series each, the one that sold for most first. */
export function seriesByVertical(
  periods: readonly (PricePeriod & { readonly vertical: { readonly slug: string } })[],
): PriceSeries[] {
  const series = new Map<string, PricePeriod[]>();
  for (const period of periods) {
    const { slug } = period.vertical;
    series.set(slug, [...(series.get(slug) ?? []), period]);
  }
  return [...series]
    .map(([vertical, own]) => ({ vertical, periods: own }))
    .sort((a, b) => Number(volumeOf(b) - volumeOf(a)) || a.vertical.localeCompare(b.vertical));
}

/** What all sales of a series brought, USDC units. */
function volumeOf({ periods }: PriceSeries): bigint {
  return periods.reduce((sum, { volume }) => sum + BigInt(volume), 0n);
}
