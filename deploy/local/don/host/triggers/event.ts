import type { Any } from "@bufbuild/protobuf/wkt";
import { sha256, stringToBytes, type Hex } from "viem";

/** What starts one run. */
export interface Event {
  readonly payload: Any;
  /** The same whenever the same thing starts a run. */
  readonly executionId: Hex;
}

/** As CRE makes it: of the workflow and of what names the event. */
export function executionIdOf(workflowId: Hex, event: string): Hex {
  return sha256(stringToBytes(workflowId.slice(2).toLowerCase() + event));
}
