import { sealCriteria, type SealedCriteria } from "../../bounty/privateCriteria.ts";
import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import type { FieldFilter } from "../../lead/fieldFilter.ts";
import { donKeyOf, WORKFLOW_WITHOUT_ENCLAVE } from "../lead/donQueue.ts";

/**
 * Seals filters of public fields to the DON's key, in the trader's name.
 * @throws {LeadEngineError} `NO_DON_KEY`, `NO_ENCLAVE`: nobody could compare them with a lead; `CRITERIA_TOO_LONG`.
 */
export async function sealPrivateFilters(
  trader: Trader,
  filters: readonly FieldFilter[],
): Promise<SealedCriteria> {
  const { contracts, chainId, address: poster } = trader;
  const [key, { name }] = await Promise.all([donKeyOf(trader), contracts.verifier.read.workflow()]);
  if (key.epoch === 0) throw notRead("NO_DON_KEY", "The DON has no key on this chain");
  if (name === WORKFLOW_WITHOUT_ENCLAVE)
    throw notRead("NO_ENCLAVE", "The DON has no enclave on this chain");
  try {
    return sealCriteria(filters, key, { chainId, matcher: contracts.matcher.address, poster });
  } catch (error) {
    if (!(error instanceof RangeError)) throw error;
    throw new LeadEngineError("CRITERIA_TOO_LONG", error.message, "Name fewer or shorter filters.");
  }
}

function notRead(code: string, why: string): LeadEngineError {
  return new LeadEngineError(
    code,
    `${why}, so nobody could compare private filters with a lead.`,
    "Use public terms only.",
  );
}
