import type { ChartOption } from "./chart.ts";
import { LIGHT } from "./palette.ts";

/** A moment of a soak. */
export interface ChartedMoment {
  readonly seconds: number;
  readonly leads: number;
  readonly rssMb: number;
}

/** Leads that were put on sale, and the memory of the process, over time. */
export function soakChart(moments: readonly ChartedMoment[], title: string): ChartOption {
  const { text, faint, line, series } = LIGHT;
  const axis = {
    nameTextStyle: { color: faint },
    axisLabel: { color: faint },
    axisLine: { lineStyle: { color: line } },
    splitLine: { lineStyle: { color: line } },
  };
  const lineOf = (
    name: string,
    valueOf: (moment: ChartedMoment) => number,
    yAxisIndex: number,
  ) => ({
    name,
    type: "line" as const,
    yAxisIndex,
    symbol: "none",
    data: moments.map((moment) => [moment.seconds / 60, valueOf(moment)]),
  });
  return {
    animation: false,
    color: [...series],
    title: { text: title, left: "center", textStyle: { color: text } },
    grid: { left: 12, right: 12, top: 96, bottom: 24, outerBoundsMode: "same" },
    legend: { top: 36, textStyle: { color: text } },
    xAxis: { type: "value", name: "minutes", nameLocation: "middle", ...axis },
    yAxis: [
      { type: "value", name: "leads", ...axis },
      { type: "value", name: "MB", min: 0, ...axis, splitLine: { show: false } },
    ],
    series: [
      lineOf("leads on sale", ({ leads }) => leads, 0),
      lineOf("memory of the soak's process", ({ rssMb }) => rssMb, 1),
    ],
  };
}
