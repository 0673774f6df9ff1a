import { z } from "zod";

import type { Trader } from "../../client.ts";
import { leadSchema } from "../../lead/lead.ts";
import { publicFieldSchema } from "../../lead/publicFields.ts";
import { auctionJson, auctionOf, auctionRound } from "../auction/auction.ts";
import { publishContent } from "../content.ts";
import { defineAction } from "../definition.ts";
import { address, hex } from "../schemas.ts";
import { queuePackage } from "./donQueue.ts";
import { followSubmission } from "./followSubmission.ts";
import { postPackage } from "./postPackage.ts";
import { score, subScores } from "./quoteLead.ts";
import { sealSubmission } from "./sealSubmission.ts";

const parameters = z.object({
  lead: leadSchema.describe("The lead, its consumer's personal data included"),
  vertical: z
    .object({
      slug: z.string(),
      fields: z.record(z.string(), publicFieldSchema).describe("Its public fields by name"),
    })
    .describe("The lead's vertical"),
  expectedScore: score.optional().describe("The score to check the bond for: 0 if absent"),
  validFor: z
    .number()
    .int()
    .min(1)
    .optional()
    .describe("How long the signature is valid, seconds; an hour if absent"),
  onChain: z
    .boolean()
    .optional()
    .describe("Post the package on chain, for gas, instead of handing it to the DON's server"),
});

const result = auctionRound.extend({
  seller: address,
  score,
  subScores,
  cid: z.string().describe("Where the ciphertext is in IPFS"),
  submissionHash: hex.describe("What the seller signed"),
  nonce: z.bigint().describe("The submission's number: `cancelSubmission` takes it"),
  txHash: hex.describe("Hash of the transaction that minted the lead"),
});

/**
 * Encrypts and signs a lead, stores its ciphertext, hands it to the DON as a package that only the DON can open, and waits until it is
 * minted and up for auction. Costs no gas, unless the package is posted on chain.
 * @throws {LeadEngineError} `FEES_NOT_ACCEPTED`, `INSUFFICIENT_FREE`; a code of `packageCodes`, `LEAD_REFUSED`: the DON or the contracts
 * refuse the lead; `NO_REPORT`: the DON took it and sent no report.
 */
export async function submitLead(
  trader: Trader,
  { lead, vertical, expectedScore = 0, validFor, onChain = false }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { contracts, address: seller, note } = trader;
  const sealed = await sealSubmission(trader, { lead, vertical, expectedScore, validFor });
  const { submissionHash, text, fromBlock, cid, deliveryBond, nonce } = sealed;
  const publish = async () => {
    note(
      `Submission ${nonce} is signed: while no report has used it, you can cancel it by that number.`,
    );
    await publishContent(trader, sealed.ciphertext);
    note(`Ciphertext stored: ${cid}. Waiting for the DON's report.`);
  };
  if (onChain) {
    await postPackage(trader, text, publish);
  } else {
    await trader.agree?.({
      what: "Storing the ciphertext in IPFS and handing the package to the DON, which lists the lead",
      amounts: { deliveryBond },
      transaction: undefined,
      then: undefined,
    });
    await publish();
    await queuePackage(trader, text);
  }
  const attested = await followSubmission(trader, { submissionHash, fromBlock, onChain });
  const { leadId, txHash } = attested;
  return {
    ...auctionJson(leadId, await auctionOf(trader, leadId)),
    seller,
    score: (await contracts.nft.read.leadOf([leadId])).score,
    subScores: [...attested.subScores],
    cid,
    submissionHash,
    nonce,
    txHash,
  };
}

export const submitLeadDefinition = defineAction({
  name: "submitLead",
  title: "Submit a lead",
  description:
    "Encrypts a lead, has the DON attest it, and puts it up for auction. The seller signs and pays no gas, unless it posts the package on chain; a delivery bond is locked.",
  parameters,
  result,
  readOnly: false,
  run: submitLead,
});
