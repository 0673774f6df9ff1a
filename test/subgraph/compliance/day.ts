import { getAddress, keccak256, stringToHex, type Address, type Hex } from "viem";

import {
  CREDENTIAL_TYPES,
  kycDataOf,
  licenceTypeOf,
} from "../../../deploy/parameters/compliance/credentialTypes.ts";
import type { Party } from "../../../deploy/local/party.ts";
import { ROOT, usdc } from "../../fixtures/market.ts";
import type { ComplianceDesk } from "./desk.ts";

const { kyc: KYC, sanctioned: SANCTIONED, consent: CONSENT } = CREDENTIAL_TYPES;
/** What the market's parties hold. */
export const LICENCE = licenceTypeOf(ROOT, "US");
/** A credential that no rule of ours asks for. */
export const BADGE = keccak256(stringToHex("somebody-else.badge"));
const REGION = "US-TX";
const HOUR = 3_600;

/** Sanctioned with a second account, which leaves while the sanction holds; the first keeps both. */
export async function sanctionedIdentity(m: ComplianceDesk, party: Party, second: Address) {
  const ccid = await m.ccidOf(party);
  await m.identities.write.registerIdentity([ccid, second, "0x"], m.desk);
  await m.issue(party, SANCTIONED);
  await m.identities.write.removeIdentity([ccid, second, "0x"], m.desk);
  await m.identities.write.registerIdentity([ccid, second, "0x"], m.desk);
}

/** A bidder sanctioned and one without a licence between bid and reveal; the third wins, and may not have the lead in the end. */
export async function barredSale(m: ComplianceDesk): Promise<bigint> {
  const [sanctioned, unlicensed, winner] = m.bidders;
  const { leadId } = await m.listLead({ region: REGION });
  const bids = [
    await m.commit(leadId, sanctioned, usdc(200)),
    await m.commit(leadId, unlicensed, usdc(180)),
    await m.commit(leadId, winner, usdc(150)),
  ];
  await sanctionedIdentity(m, sanctioned, getAddress(`0x${"5a".repeat(20)}`));
  await m.revoke(unlicensed, LICENCE);
  await m.toReveal(leadId);
  await m.house.write.revealBids([leadId, bids.map(({ opening }) => opening)]);
  await m.revoke(winner, CONSENT);
  await m.house.write.reportBlockedDelivery([leadId]);
  return leadId;
}

/** A seller without KYC: leads that are refused, with and without an auction. */
export async function refusedLeads(m: ComplianceDesk): Promise<Hex[]> {
  const hashes: Hex[] = [];
  await m.revoke(m.seller, KYC);
  for (const autoList of [true, false]) {
    const lead = await m.makeLead({ region: REGION });
    const { rejected } = await m.report([await m.attest(await m.disclose(lead, { autoList }))]);
    hashes.push(...rejected.map(({ submissionHash }) => submissionHash));
  }
  await m.issue(m.seller, KYC, { data: kycDataOf("US-CA") });
  return hashes;
}

/** Passes of every kind, and all the ways in which they are dropped. No money stays locked. */
export async function droppedPasses(m: ComplianceDesk, now: number): Promise<void> {
  const [, , , cleared, dropped] = m.bidders;
  const { leadId } = await m.listLead({ region: REGION });
  await m.commit(leadId, cleared, usdc(150));
  await m.commit(leadId, dropped, usdc(140));
  await m.renew(cleared, CONSENT, now + 30 * 24 * HOUR);
  await m.issue(cleared, BADGE, { expiresAt: now + 60 * 24 * HOUR, data: "0xbad6e0" });
  await m.gate.write.invalidate([dropped.address], m.desk);
  await m.gate.write.invalidateAll(m.desk);
  await m.commit(leadId, cleared, usdc(160));
  for (const { wallet } of [cleared, dropped]) {
    await m.house.write.withdrawBid([leadId], { account: wallet.account });
  }
  await m.house.write.cancelAuction([leadId], { account: m.seller.wallet.account });
}

/** Gives everybody back what the day took. */
export async function restore(m: ComplianceDesk): Promise<void> {
  const [sanctioned, unlicensed, winner, cleared] = m.bidders;
  await m.revoke(sanctioned, SANCTIONED);
  await m.issue(unlicensed, LICENCE);
  await m.issue(winner, CONSENT);
  await m.renew(cleared, CONSENT, 0);
}
