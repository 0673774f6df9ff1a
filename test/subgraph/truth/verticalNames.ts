import { zeroHash, type Hex } from "viem";

import { isBefore } from "./claim.ts";
import type { History, LogPlace } from "./history.ts";

/** What a lead or round keeps of its vertical. */
interface VerticalName {
  readonly rootVertical: Hex;
  readonly verticalSlug: string;
}

/** Tells slug and root of a vertical as the registry's logs had them before another. */
export function verticalNamesOf(
  history: History,
): (vertical: Hex, before: LogPlace) => VerticalName {
  const configured = history.of("registry", "VerticalConfigured");
  return (vertical, before) => {
    const latest = (id: Hex) =>
      configured.findLast((log) => log.args.vertical === id && isBefore(log, before));
    let root = vertical;
    for (let parent: Hex | undefined = vertical; parent !== undefined && parent !== zeroHash;) {
      root = parent;
      parent = latest(parent)?.args.config.parent;
    }
    return { rootVertical: root, verticalSlug: latest(vertical)?.args.slug ?? vertical };
  };
}
