import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";

import { launchChromium } from "../../deploy/board/chromium.ts";
import { buildOnce } from "../build/buildOnce.ts";
import { plainAction } from "../cli/action.ts";
import { noteTo } from "../cli/output.ts";

interface ScreenshotArguments {
  readonly out: string;
  readonly json: boolean;
}

/** Pixels. */
const WINDOW = { width: 1_280, height: 940 };

export default plainAction<ScreenshotArguments>(async ({ out, json }, hre) => {
  await takePicture(hre, out, noteTo(json));
  return { json: { out }, text: `The picture is in ${out}.` };
});

async function takePicture(
  hre: HardhatRuntimeEnvironment,
  out: string,
  progress: (line: string) => void,
): Promise<void> {
  await buildOnce(hre);
  // They import what the build writes.
  const { openStack } = await import("../../deploy/local/stack/openStack.ts");
  const { holdDaysOfTrade } = await import("./daysOfTrade.ts");
  await using parts = new AsyncDisposableStack();
  const stack = await openStack(hre, { progress });
  parts.defer(stack.close);
  await holdDaysOfTrade(stack, progress);
  const browser = await launchChromium();
  parts.defer(() => browser.close());
  const page = await browser.newPage({ viewport: WINDOW, colorScheme: "light" });
  await page.goto(stack.urls.board);
  await page.locator('body[data-connection="connected"] #price-chart svg').waitFor();
  await page.screenshot({ path: out });
}
