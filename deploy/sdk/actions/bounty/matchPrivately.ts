import { z } from "zod";

import type { Client } from "../../client.ts";
import { Phase } from "../../codes/enums.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { lastEvents } from "../../pastEvents.ts";
import { auctionJson, auctionOf, auctionRound, requirePhase } from "../auction/auction.ts";
import { defineAction } from "../definition.ts";
import { askForMatch } from "../lead/donQueue.ts";
import { leadId } from "../schemas.ts";
import { bountyId, bountyOf } from "./bounty.ts";

const parameters = z.object({ leadId, bountyId });

const result = auctionRound.extend({ bountyId });

/** What a code of the DON means, where it is the asker's to act on. */
const REASONS: Readonly<Record<string, string>> = {
  NOT_MET: "the lead does not meet its private criteria",
  EPOCH_UNKNOWN: "its private criteria are sealed to a key that is no longer in use",
  UNREADABLE: "its private criteria cannot be read",
  OTHER_CRITERIA: "its private criteria cannot be read",
  REFUSED: "something else stands against it",
};

/**
 * Has the DON's enclave compare a lead with a bounty's private criteria, and match the two where it meets them; anyone can ask. The DON sends
 * the transaction, and nobody gets a tip.
 * @throws {LeadEngineError} `NO_BOUNTY`, `NEVER_LISTED`, `WRONG_PHASE`, `SERVICE_FAILED`, `SERVICE_UNKNOWN`; `NO_PRIVATE_CRITERIA`; `NO_MATCH`.
 */
export async function matchPrivately(
  client: Client,
  { leadId: id, bountyId: wanted }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { terms } = await bountyOf(client, wanted);
  await requirePhase(client, id, await auctionOf(client, id), Phase.Commit, "matching");
  if (terms.sealedCriteria === "0x") {
    throw new LeadEngineError(
      "NO_PRIVATE_CRITERIA",
      `Bounty ${wanted} has no private criteria.`,
      `Match it yourself: \`matchBounty({ leadId: ${id}, bountyId: ${wanted} })\`.`,
    );
  }
  const [attested] = await lastEvents(client, (range) =>
    client.contracts.verifier.getEvents.LeadAttested({ leadId: id }, range),
  );
  await client.agree?.({
    what: "Asking the DON to match the lead with the bounty",
    amounts: {},
    transaction: undefined,
    then: undefined,
  });
  const { report } = await askForMatch(client, {
    leadId: String(id),
    bountyId: String(wanted),
    block: String(attested?.blockNumber ?? 0n),
    sealedCriteria: terms.sealedCriteria,
  });
  if (report === "SUCCESS")
    return { ...auctionJson(id, await auctionOf(client, id)), bountyId: wanted };
  throw new LeadEngineError(
    "NO_MATCH",
    `The DON did not match lead ${id} with bounty ${wanted}: ${REASONS[report] ?? report}.`,
    `\`findBounties({ leadId: ${id} })\` shows what else stands against it.`,
  );
}

export const matchPrivatelyDefinition = defineAction({
  name: "matchPrivately",
  title: "Match by private criteria",
  description:
    "Has the DON's enclave compare a lead with a bounty's private criteria, and match the two where the lead meets them. Anyone can ask; the DON sends the transaction. Nothing of the criteria is said.",
  parameters,
  result,
  readOnly: false,
  run: matchPrivately,
});
