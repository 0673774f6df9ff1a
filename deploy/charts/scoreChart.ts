import { MAX_SUB_SCORE, SUB_SCORE_NAMES } from "../sdk/lead/scoreParts.ts";
import type { ChartOption } from "./chart.ts";
import { LIGHT, type Palette } from "./palette.ts";

/** A lead's score, part by part. @param subScores in their order on chain, 0 to 2,000 each. */
export function scoreChart(
  subScores: readonly number[],
  { title, palette = LIGHT }: { readonly title?: string; readonly palette?: Palette } = {},
): ChartOption {
  const { text, faint, line, accent } = palette;
  return {
    animation: false,
    ...(title === undefined
      ? {}
      : { title: { text: title, left: "center", textStyle: { color: text } } }),
    grid: {
      left: 12,
      right: 48,
      top: title === undefined ? 8 : 56,
      bottom: 8,
      outerBoundsMode: "same",
      outerBoundsContain: "axisLabel",
    },
    xAxis: {
      type: "value",
      min: 0,
      max: MAX_SUB_SCORE,
      interval: MAX_SUB_SCORE / 4,
      axisLabel: { color: faint },
      splitLine: { lineStyle: { color: line } },
    },
    yAxis: {
      type: "category",
      // The first part on top.
      inverse: true,
      data: [...SUB_SCORE_NAMES],
      axisLabel: { color: text },
      axisLine: { lineStyle: { color: line } },
      axisTick: { show: false },
    },
    series: [
      {
        type: "bar",
        data: [...subScores],
        barMaxWidth: 22,
        color: accent,
        itemStyle: { borderRadius: [0, 3, 3, 0] },
        showBackground: true,
        backgroundStyle: { color: line, opacity: 0.4 },
        label: { show: true, position: "right", color: text },
      },
    ],
  };
}
