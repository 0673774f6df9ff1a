import { randomBytes } from "@noble/hashes/utils.js";
import { bytesToBigInt, decodeErrorResult, parseEventLogs, type Hex } from "viem";
import { getBlockNumber } from "viem/actions";
import { z } from "zod";

import type { Client, Trader } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import { leadSchema } from "../../lead/lead.ts";
import { submissionDigest } from "../../lead/leadSubmission.ts";
import { prepareLead } from "../../lead/sealedLead.ts";
import { publicFieldSchema } from "../../lead/publicFields.ts";
import { verticalIdOf } from "../../lead/vertical.ts";
import { disclosureToJson, type LeadDisclosure } from "../../report/disclosure.ts";
import { serviceFailed } from "../../services.ts";
import { auctionJson, auctionOf, auctionRound } from "../auction/auction.ts";
import { tradeOf } from "../auction/trade.ts";
import { publishContent } from "../content.ts";
import { defineAction } from "../definition.ts";
import { deliveryKeyOfTrader } from "../deliveryKeys.ts";
import { address, hex } from "../schemas.ts";
import { quoteLead, score, subScores } from "./quoteLead.ts";

/** How long a report may take after the DON has taken the lead, seconds. */
const PATIENCE = 120;
const RECYCLED = "CREVerifier_RecycledLead";

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
 * Encrypts and signs a lead, stores its ciphertext, hands it to the DON, and waits until it is minted and up for auction. Costs no gas.
 * @throws {LeadEngineError} `FEES_NOT_ACCEPTED`, `INSUFFICIENT_FREE`; `REFUSED_BY_DON`, `LEAD_REFUSED`: the DON or the contracts refuse the
 * lead; `NO_REPORT`: the DON took it and sent no report.
 */
export async function submitLead(
  trader: Trader,
  { lead, vertical, expectedScore = 0, validFor }: z.input<typeof parameters>,
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
  note(`Ciphertext stored: ${cid}. Waiting for the DON's report.`);
  const fromBlock = await getBlockNumber(trader.publicClient);
  await discloseToDon(trader, disclosure);

  const submissionHash = submissionDigest(disclosure.submission, { chainId, verifier });
  const attested = await awaitAttestation(trader, submissionHash, fromBlock);
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

/** Hands a lead to the DON and waits until it has reported. The outcome is on the chain. */
async function discloseToDon(client: Client, disclosure: LeadDisclosure): Promise<void> {
  const don = client.services.requireService("don");
  let response: Response;
  try {
    response = await fetch(`${don}/leads`, {
      method: "POST",
      headers: { "content-type": "application/json" },
      body: disclosureToJson(disclosure),
    });
  } catch (error) {
    throw serviceFailed("don", don, "does not answer", error);
  }
  if (response.ok) return;
  const reason = reasonIn(await response.text());
  if (response.status >= 500) throw serviceFailed("don", don, `failed: ${reason}`);
  throw new LeadEngineError(
    "REFUSED_BY_DON",
    `The DON refuses the lead: ${reason}`,
    "Correct the lead and submit it again.",
  );
}

function reasonIn(body: string): string {
  try {
    const { error } = JSON.parse(body) as { error?: unknown };
    if (typeof error === "string") return error;
  } catch {
    // Not the gateway's own JSON: it still helps the user more than nothing.
  }
  return body.slice(0, 300);
}

/** Waits until the chain shows the outcome of a submission. */
async function awaitAttestation(trader: Trader, submissionHash: Hex, fromBlock: bigint) {
  const { verifier } = trader.contracts;
  const deadline = Date.now() + PATIENCE * 1_000;
  for (;;) {
    const logs = parseEventLogs({
      abi: verifier.abi,
      logs: [
        ...(await verifier.getEvents.LeadAttested({ submissionHash }, { fromBlock })),
        ...(await verifier.getEvents.LeadRejected({ submissionHash }, { fromBlock })),
      ],
    });
    for (const log of logs) {
      if (log.eventName === "LeadAttested") return { ...log.args, txHash: log.transactionHash };
      if (log.eventName !== "LeadRejected") continue;
      throw await refusal(trader, log.args.reason);
    }
    if (Date.now() > deadline) {
      throw new LeadEngineError(
        "NO_REPORT",
        `The DON took the lead, and no report came within ${PATIENCE} seconds.`,
        "Look for the lead with `listAuctions({})` later; the DON's logs show what it did.",
      );
    }
    await new Promise((resolve) => setTimeout(resolve, trader.publicClient.pollingInterval));
  }
}

/** Why the contracts refused a lead; if it is on chain already, also how it stands. */
async function refusal(trader: Trader, reason: Hex): Promise<LeadEngineError> {
  const { code, says, next } = trader.explain(reason);
  const known = code === RECYCLED ? recycledLead(trader, reason) : undefined;
  const trade = known === undefined ? undefined : await tradeOf(trader, known);
  return new LeadEngineError(
    "LEAD_REFUSED",
    `The lead was refused. ${says}${trade === undefined ? "" : ` ${trade.says}`}`,
    trade === undefined ? next : trade.next,
  );
}

/** The earlier lead of the same consumer, which keeps this one from being minted. */
function recycledLead({ contracts }: Trader, reason: Hex): bigint | undefined {
  const error = decodeErrorResult({ abi: contracts.verifier.abi, data: reason });
  return error.errorName === RECYCLED ? error.args[1] : undefined;
}

export const submitLeadDefinition = defineAction({
  name: "submitLead",
  title: "Submit a lead",
  description:
    "Encrypts a lead, has the DON attest it, and puts it up for auction. The seller signs and pays no gas; a delivery bond is locked.",
  parameters,
  result,
  readOnly: false,
  run: submitLead,
});
