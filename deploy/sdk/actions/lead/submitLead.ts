import { randomBytes } from "@noble/hashes/utils.js";
import { bytesToBigInt } from "viem";
import { getBlockNumber } from "viem/actions";
import { z } from "zod";

import type { Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { leadSchema } from "../../lead/lead.ts";
import { submissionDigest } from "../../lead/leadSubmission.ts";
import { prepareLead } from "../../lead/sealedLead.ts";
import { publicFieldSchema } from "../../lead/publicFields.ts";
import { verticalIdOf } from "../../lead/vertical.ts";
import { sealPackage } from "../../report/leadPackage.ts";
import { auctionJson, auctionOf, auctionRound } from "../auction/auction.ts";
import { publishContent } from "../content.ts";
import { defineAction } from "../definition.ts";
import { deliveryKeyOfTrader } from "../deliveryKeys.ts";
import { address, hex } from "../schemas.ts";
import { donKeyOf, queuePackage } from "./donQueue.ts";
import { followSubmission } from "./followSubmission.ts";
import { postPackage } from "./postPackage.ts";
import { quoteLead, score, subScores } from "./quoteLead.ts";

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
  const { chainId, contracts, wallet, address: seller, note } = trader;
  const [nft, verifier] = [contracts.nft.address, contracts.verifier.address];
  if (vertical.slug !== lead.vertical) {
    throw new LeadEngineError(
      "WRONG_VERTICAL",
      `The lead is of vertical ${lead.vertical}, not of ${vertical.slug}.`,
      `Pass the public fields of ${lead.vertical}.`,
    );
  }
  const { region, terms } = lead;
  const priced = { vertical: vertical.slug, region, score: expectedScore, terms, seller };
  const { minReserve, fees } = await quoteLead(trader, priced);
  const deliveryKey = (await deliveryKeyOfTrader(trader)).publicKey;
  const disclosure = await prepareLead(
    lead,
    { id: verticalIdOf(vertical.slug), fields: vertical.fields, config: { minReserve } },
    { chainId, nft, verifier, seller, signer: wallet, deliveryKey },
    {
      nonce: bytesToBigInt(randomBytes(32)),
      now: await trader.now(),
      autoList: true,
      fees,
      ...(validFor === undefined ? {} : { validFor }),
    },
  );
  const cid = await publishContent(trader, disclosure.ciphertext);
  const text = sealPackage(disclosure, await donKeyOf(trader), { chainId, verifier });
  note(`Ciphertext stored: ${cid}. Waiting for the DON's report.`);
  const submissionHash = submissionDigest(disclosure.submission, { chainId, verifier });
  const fromBlock = await getBlockNumber(trader.publicClient);
  if (onChain) await postPackage(trader, text);
  else await queuePackage(trader, text);
  const attested = await followSubmission(trader, { submissionHash, fromBlock, onChain });
  const { leadId, txHash } = attested;
  return {
    ...auctionJson(leadId, await auctionOf(trader, leadId)),
    seller,
    score: (await contracts.nft.read.leadOf([leadId])).score,
    subScores: [...attested.subScores],
    cid,
    submissionHash,
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
