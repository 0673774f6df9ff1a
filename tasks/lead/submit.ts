import { randomBytes } from "@noble/hashes/utils.js";
import { bytesToBigInt } from "viem";

import { auctionTermsOf } from "../../deploy/parameters/auctionTerms.ts";
import { regionToHex } from "../../deploy/parameters/region.ts";
import { traderAction, type TraderOptions } from "../client/action.ts";
import { auctionFacts, auctionJson, auctionOf } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import { publishContent } from "../client/content.ts";
import { deliveryKeyOfTrader } from "../client/deliveryKeys.ts";
import { discloseToDon } from "../client/don.ts";
import { parseDuration } from "../client/duration.ts";
import { usdcText } from "../client/format.ts";
import { facts, type TaskReport } from "../client/output.ts";
import { submissionDigest } from "../protocol/leadSubmission.ts";
import { prepareLead, type SubmissionOptions } from "../protocol/prepareLead.ts";
import { requireAcceptedFees } from "./acceptedFees.ts";
import { awaitAttestation } from "./awaitAttestation.ts";
import { requireDeliveryBond } from "./deliveryBond.ts";
import { readLeadFile, type FiledLead } from "./leadFile.ts";
import { previewOf } from "./preview.ts";
import { scoreFacts } from "./score.ts";

interface SubmitArguments extends TraderOptions {
  readonly file: string;
  readonly deadline: string;
  readonly dryRun: boolean;
}

export default traderAction<SubmitArguments>(async ({ file, dryRun, ...args }, trader) => {
  const now = await trader.now();
  const validFor = parseDuration(args.deadline);
  const filed = await readLeadFile(file, now);
  const preview = previewOf(filed, now);
  const fees = await trader.contracts.house.read.feeConfig();
  const terms = auctionTermsOf(filed.vertical, filed.lead.terms, fees);
  requireAcceptedFees(
    terms,
    fees,
    "Accept it: raise `maxFeeBps` or `maxConvenienceFee` in the file's terms, or leave them out.",
  );
  const { reserve, deliveryBond } = await requireDeliveryBond(trader, {
    vertical: filed.vertical.id,
    region: regionToHex(filed.lead.region),
    score: preview.score,
    terms,
  });
  if (!dryRun) return submit(trader, filed, { now, fees, validFor });
  return {
    json: { file, now, ...preview.json, reserve, deliveryBond },
    text: [
      `Nothing was signed or sent. Submitted now, ${file} would be:`,
      preview.text,
      facts([
        ["reserve", usdcText(reserve)],
        ["seller's bond", usdcText(deliveryBond)],
      ]),
    ].join("\n"),
  };
});

/** Encrypts, signs, stores and discloses the lead, and waits for what the contracts say to it. */
async function submit(
  trader: Trader,
  { lead, vertical }: FiledLead,
  options: Pick<SubmissionOptions, "now" | "fees" | "validFor">,
): Promise<TaskReport> {
  const { chainId, contracts, wallet, address, note } = trader;
  const { nft, verifier } = contracts;
  const deliveryKey = (await deliveryKeyOfTrader(trader)).publicKey;
  const disclosure = await prepareLead(
    lead,
    vertical,
    {
      chainId,
      nft: nft.address,
      verifier: verifier.address,
      seller: address,
      signer: wallet,
      deliveryKey,
    },
    { ...options, nonce: bytesToBigInt(randomBytes(32)), autoList: true },
  );
  const cid = await publishContent(trader, disclosure.ciphertext);
  note(`Ciphertext stored: ${cid}. Waiting for the DON's report.`);
  const fromBlock = await trader.publicClient.getBlockNumber();
  await discloseToDon(trader, disclosure);

  const submissionHash = submissionDigest(disclosure.submission, {
    chainId,
    verifier: verifier.address,
  });
  const attested = await awaitAttestation(trader, submissionHash, fromBlock);
  const { leadId, subScores, txHash } = attested;
  const { score } = await nft.read.leadOf([leadId]);
  const auction = await auctionOf(trader, leadId);
  return {
    json: {
      ...auctionJson(leadId, auction),
      seller: address,
      score,
      subScores,
      cid,
      submissionHash,
      txHash,
    },
    text: facts([
      ...auctionFacts(leadId, auction),
      ...scoreFacts(score, subScores),
      ["transaction", txHash],
    ]),
  };
}
