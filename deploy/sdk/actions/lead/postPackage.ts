import { encodeFunctionData, size, stringToHex } from "viem";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { send } from "../send.ts";

/** Largest package that the chain takes, bytes: `CREVerifier.MAX_PACKAGE_LENGTH`. CRE starts no run of a larger event. */
const MAX_POSTED = 4_800;

/**
 * Posts a package on chain, where the DON finds it. Everybody can see it, and only the DON can open it.
 * @param beforehand see `Transaction`.
 * @throws {LeadEngineError} `PACKAGE_TOO_LARGE`: it fits into no event.
 */
export async function postPackage(
  trader: Trader,
  text: string,
  beforehand?: () => Promise<void>,
): Promise<void> {
  const { verifier } = trader.contracts;
  const bytes = stringToHex(text);
  const length = size(bytes);
  if (length > MAX_POSTED) {
    throw new LeadEngineError(
      "PACKAGE_TOO_LARGE",
      `The package has ${length} bytes, and the chain takes ${MAX_POSTED} at most.`,
      "Hand it to the DON instead: `submitLead({ lead, vertical })`. Or shorten the lead's texts.",
    );
  }
  await send(trader, {
    to: verifier.address,
    data: encodeFunctionData({ abi: verifier.abi, functionName: "submitLead", args: [bytes] }),
    what: "Posting the package",
    beforehand,
  });
}
