import type { Step } from "../../deploy/sdk/actions/auction/steps.ts";
import { durationText, timeText } from "../../deploy/sdk/codes/text.ts";
import { commandOf } from "../cli/commands.ts";
import { facts } from "../cli/output.ts";

/** A lead's next steps for programs: beside each call the command that makes it. */
export function stepsJson(steps: readonly Step[]): (Step & { readonly command: string | null })[] {
  return steps.map((step) => ({ ...step, command: step.call && commandOf(step.call) }));
}

/** A lead's next steps in a few words, for tables with other columns. */
export function stepLines(steps: readonly Step[], now: number): string[] {
  if (steps.length === 0) return ["nothing: it is over"];
  return stepsJson(steps).flatMap(({ what, who, command: line, until }) => [
    `${who}: ${what}${until === null ? "" : `, ${leftText(until, now)} left`}`,
    ...(line === null ? [] : [`  ${line}`]),
  ]);
}

/** A lead's next steps, one after the other. */
export function stepFacts(steps: readonly Step[], now: number): string {
  if (steps.length === 0) return facts([["waits for", "nothing: it is over"]]);
  return facts(
    stepsJson(steps).map(({ what, who, account, command: line, until }, index) => [
      index === 0 ? "waits for" : "and for",
      [
        `${who}${account === null ? "" : ` ${account}`} to ${what}`,
        ...(until === null ? [] : [`until ${timeText(until)}, ${leftText(until, now)} from now`]),
        ...(line === null ? [] : [line]),
      ].join("\n"),
    ]),
  );
}

function leftText(until: number, now: number): string {
  return durationText(until - now);
}
