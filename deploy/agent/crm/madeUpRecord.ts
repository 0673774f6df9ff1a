import { zeroAddress } from "viem";

import { FORMATS } from "./hooks.ts";
import type { AgentEvent, EventKind } from "../events.ts";
import type { Hook } from "../operatorConfig.ts";
import type { CrmRecord } from "./leadRecord.ts";

/** An event that never happened. Its id says so. */
export function madeUpEvent(kind: EventKind, now: number): AgentEvent {
  return {
    id: `test:${now}:${kind}`,
    kind,
    chainId: 0,
    house: zeroAddress,
    account: zeroAddress,
    leadId: 0n,
    round: 0,
    reason: null,
    says: "A test by the operator: nothing happened",
    amount: 100_000_000n,
    txHash: null,
    at: Math.floor(now / 1_000),
  };
}

/** A complete record of a lead that does not exist, as a hook's format carries it: marked as a test. */
export function madeUpRecord({ format }: Hook, now: number): CrmRecord {
  const [kind = "lead.won"] = FORMATS[format].events;
  return {
    event: madeUpEvent(kind, now),
    test: true,
    lead: {
      leadId: 0n,
      round: 0,
      vertical: "solar.residential",
      region: "US-TX",
      source: "TEST",
      consentTime: Math.floor(now / 1_000) - 60,
      score: 8_000,
      scoreParts: {
        consent: 2_000,
        region: 1_500,
        contactability: 1_500,
        completeness: 1_500,
        source: 1_500,
      },
      unansweredChecks: [],
      seller: zeroAddress,
      sellerRecord: { rounds: 10, sales: 8, missedDeliveries: 0 },
      price: "100",
      txHash: null,
      fields: { ownOrRent: "own", electricBill: 180 },
      contact: {
        firstName: "Test",
        lastName: "Lead Engine",
        email: "test@example.com",
        phone: "+15125550100",
        city: "Austin",
        zip: "78701",
        country: "US",
      },
      consentCertificate: "https://cert.trustedform.com/test",
    },
  };
}
