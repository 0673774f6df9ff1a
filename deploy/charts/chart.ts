import { BarChart, LineChart, ScatterChart } from "echarts/charts";
import {
  GridComponent,
  LegendComponent,
  TitleComponent,
  TooltipComponent,
} from "echarts/components";
import { init, use, type ComposeOption, type EChartsType } from "echarts/core";
import { SVGRenderer } from "echarts/renderers";
import type { BarSeriesOption, LineSeriesOption, ScatterSeriesOption } from "echarts/charts";
import type {
  GridComponentOption,
  LegendComponentOption,
  TitleComponentOption,
  TooltipComponentOption,
} from "echarts/components";

use([
  ...[BarChart, LineChart, ScatterChart],
  ...[GridComponent, LegendComponent, TitleComponent, TooltipComponent, SVGRenderer],
]);

/** What a chart shows, for echarts. */
export type ChartOption = ComposeOption<
  | BarSeriesOption
  | LineSeriesOption
  | ScatterSeriesOption
  | GridComponentOption
  | LegendComponentOption
  | TitleComponentOption
  | TooltipComponentOption
>;

/** A chart that is up in a page. */
export type LiveChart = EChartsType;

/** Size of a picture, pixels. */
const SIZE = { width: 800, height: 450 };

/** A chart as SVG: a whole file, without a DOM, scripts or links. */
export function chartSvg(option: ChartOption): string {
  const chart = init(null, null, { renderer: "svg", ssr: true, ...SIZE });
  chart.setOption(option);
  const svg = chart.renderToSVGString();
  chart.dispose();
  return svg;
}

/** Opens an empty chart in an element of a page. */
export function openChart(element: HTMLElement): LiveChart {
  return init(element, null, { renderer: "svg" });
}
