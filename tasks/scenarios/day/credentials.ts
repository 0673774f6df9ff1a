import type { Hex } from "viem";

import { licenceTypeOf } from "../../../deploy/parameters/compliance/credentialTypes.ts";
import { loadLicences } from "../../../deploy/parameters/compliance/licences.ts";
import { UNITED_STATES } from "../../../deploy/parameters/compliance/usStates.ts";
import { rootOf } from "../../../deploy/parameters/rootOf.ts";
import type { CastLead } from "../scenario.ts";

/** The registry's value for no expiry. */
export const NEVER = 0;

/** Whether leads of a root vertical need a licence in every state. */
export function isLicensedEverywhere(root: string): boolean {
  return loadLicences().some(
    (rule) => rule.root === root && rule.inUnitedStates && rule.exceptions.length === 0,
  );
}

/** Whether leads of a root vertical need a licence outside the United States. */
export function isLicensedAbroad(root: string): boolean {
  return loadLicences().some((rule) => rule.root === root && rule.verticalDefault);
}

/** The nationwide licence that a lead from the United States demands. */
export function licenceFor({ lead }: Pick<CastLead, "lead">): Hex {
  return licenceTypeOf(rootOf(lead.vertical), UNITED_STATES);
}
