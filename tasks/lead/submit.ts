import { randomBytes } from "@noble/hashes/utils.js";
import { bytesToBigInt } from "viem";

import { auctionTermsOf, type Fees } from "../../deploy/parameters/auctionTerms.ts";
import { regionToHex } from "../../deploy/parameters/region.ts";
import { leafVerticals, type Vertical } from "../../deploy/parameters/verticals.ts";
import type { Lead } from "../../deploy/workflows/scoring/lead.ts";
import { traderAction, type TraderOptions } from "../client/action.ts";
import { auctionFacts, auctionJson, auctionOf } from "../client/auction.ts";
import type { Trader } from "../client/client.ts";
import { publishContent } from "../client/content.ts";
import { deliveryKeyOfTrader } from "../client/deliveryKeys.ts";
import { discloseToDon } from "../client/don.ts";
import { parseDuration } from "../client/duration.ts";
import { bpsText, usdcText } from "../client/format.ts";
import { facts } from "../client/output.ts";
import { TaskError } from "../client/taskError.ts";
import { OwnLeadError, readOwnLead } from "../market-day/ownLead.ts";
import { submissionDigest, type AuctionTerms } from "../protocol/leadSubmission.ts";
import { prepareLead } from "../protocol/prepareLead.ts";
import { awaitAttestation } from "./awaitAttestation.ts";
import { scoreFacts } from "./score.ts";

interface SubmitArguments extends TraderOptions {
  readonly file: string;
  readonly deadline: string;
}

export default traderAction<SubmitArguments>(async ({ file, ...args }, trader) => {
  const { chainId, contracts, wallet, address, note } = trader;
  const { nft, verifier, house } = contracts;
  const validFor = parseDuration(args.deadline);
  const { lead, vertical } = await readLeadFile(file, await trader.now());
  const fees = await house.read.feeConfig();
  const terms = auctionTermsOf(vertical, lead.terms, fees);
  requireAcceptedFees(terms, fees);
  await requireDeliveryBond(trader, lead, vertical, terms);

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
    {
      nonce: bytesToBigInt(randomBytes(32)),
      now: await trader.now(),
      autoList: true,
      fees,
      validFor,
    },
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
});

/** Reads a lead's file; the scoring module's own rules apply. */
async function readLeadFile(
  file: string,
  now: number,
): Promise<{ lead: Lead; vertical: Vertical }> {
  const next = "Correct the file; deploy/local/leads/lead.example.json is one that is right.";
  try {
    const lead = await readOwnLead(file, now);
    const vertical = leafVerticals().get(lead.vertical) as Vertical;
    return { lead, vertical };
  } catch (error) {
    if (error instanceof OwnLeadError) throw new TaskError(error.message, next);
    throw error;
  }
}

/** Refuses terms that the house would not list the lead under. */
function requireAcceptedFees({ maxFeeBps, maxConvenienceFee }: AuctionTerms, fees: Fees): void {
  if (fees.feeBps <= maxFeeBps && fees.convenienceFee <= maxConvenienceFee) return;
  const charged = feeText(fees.feeBps, fees.convenienceFee);
  throw new TaskError(
    `The protocol charges ${charged}; the lead's terms accept ${feeText(maxFeeBps, maxConvenienceFee)}.`,
    "Accept it: raise `maxFeeBps` or `maxConvenienceFee` in the file's terms, or leave them out.",
  );
}

function feeText(bps: number, flat: number): string {
  return `${bpsText(bps)} of the price and ${usdcText(BigInt(flat))}`;
}

/** Refuses a lead that the registry does not take or whose bond the seller cannot pay: the DON's report would be refused for it. */
async function requireDeliveryBond(
  trader: Trader,
  lead: Lead,
  vertical: Vertical,
  { baseReserve }: AuctionTerms,
): Promise<void> {
  const { vault, registry, pricer } = trader.contracts;
  const rules = await registry.read.requireOpen([vertical.id, regionToHex(lead.region)]);
  const [multiplierBps] = await pricer.read.multiplierOf([vertical.id], { blockTag: "pending" });
  const base = (baseReserve * BigInt(multiplierBps)) / 10_000n;
  const reserve = base > rules.minReserve ? base : rules.minReserve;
  const bond = (reserve * BigInt(rules.deliveryBondBps)) / 10_000n;
  const free = await vault.read.freeOf([trader.address]);
  if (free >= bond) return;
  throw new TaskError(
    `Selling this lead locks a delivery bond of at least ${usdcText(bond)}; ${trader.address} has ${usdcText(free)} free in the vault.`,
    `Deposit it: \`npx hardhat vault deposit <amount>\`. It comes back when the lead is delivered or comes back unsold.`,
  );
}
