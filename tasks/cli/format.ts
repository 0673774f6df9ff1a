import { loadVerticals } from "../../deploy/parameters/verticals.ts";
import type { Describe } from "../../deploy/sdk/errors/decodeRevert.ts";
import { credentialName, namesInReason } from "../compliance/credentialNames.ts";

/** A vertical's slug, or its id if it is unknown here. */
export function verticalText(id: string): string {
  return loadVerticals().find((vertical) => vertical.id === id)?.slug ?? id;
}

const NAMES: Readonly<Record<string, (value: never) => string>> = {
  vertical: verticalText,
  credential: credentialName,
  reason: namesInReason,
};

/** Names verticals and types of credentials by the parameters of this project. */
export const describeValue: Describe = (value, unit) => NAMES[unit]?.(value as never);
