import { ArgumentType } from "hardhat/types/arguments";

import type { ChartOption } from "../../deploy/charts/chart.ts";
import { writeUserFile } from "./userFile.ts";

/** The option `--plot` of a task that can draw. @param what it draws. */
export function plotOption(what: string) {
  return {
    name: "plot",
    description: `Also draw ${what} into this SVG file, such as picture.svg; no picture by default`,
    type: ArgumentType.STRING_WITHOUT_DEFAULT,
    defaultValue: undefined,
  } as const;
}

/** Draws a chart into an SVG file. @throws {LeadEngineError} `FILE_NOT_WRITTEN`. */
export async function writePlot(file: string, chart: ChartOption): Promise<void> {
  // Only who draws waits for the chart library.
  const { chartSvg } = await import("../../deploy/charts/chart.ts");
  await writeUserFile(file, chartSvg(chart), "--plot");
}
