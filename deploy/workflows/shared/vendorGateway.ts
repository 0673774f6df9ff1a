import { utf8ToBytes } from "@noble/hashes/utils.js";
import { z } from "zod";

import type { Lead } from "../../sdk/lead/lead.ts";
import { countryOf, emailOf, phoneOf } from "../scoring/normalise.ts";
import {
  ANSWER_NAMES,
  VENDOR_ANSWERS,
  type AnswerName,
  type VendorChecks,
} from "../scoring/vendorChecks.ts";

/** How often the gateway is asked before leads are scored without it. */
export const VENDOR_ATTEMPTS = 2;
/** Most contacts of a request. */
export const MAX_CONTACTS = 12;
/** Most bytes of a contact in a request, so that twelve stay below the 10 KB that a call may send. */
const MAX_CONTACT_BYTES = 800;

/** Where the gateway is, and what opens it. */
export interface Gateway {
  readonly url: string;
  readonly apiKey: string;
}

/** What the gateway is asked about a lead. What the lead does not have is left out. */
export interface VendorContact {
  /** E.164. */
  readonly phone?: string;
  readonly email?: string;
  readonly address?: {
    readonly street: string;
    readonly city?: string;
    readonly zip?: string;
    /** ISO 3166-2, or the country alone. */
    readonly region: string;
    /** ISO 3166-1. */
    readonly country: string;
  };
  readonly certificate?: {
    /** A TrustedForm certificate's URL or a Jornaya LeadiD. */
    readonly id: string;
    /** Unix seconds. */
    readonly consentTime: number;
  };
}

/** What of a contact each check is about. */
const SUBJECTS: Readonly<Record<AnswerName, keyof VendorContact>> = {
  phoneLine: "phone",
  email: "email",
  address: "address",
  certificate: "certificate",
  doNotCall: "phone",
  litigator: "phone",
};

/**
 * What vendors are asked about a lead. An address that would make the contact larger than 800 bytes is left out, and so is not checked.
 * Personal data: it goes to the gateway and nowhere else.
 */
export function contactOf(lead: Lead): VendorContact {
  const phone = phoneOf(lead);
  const email = emailOf(lead);
  const certificate = lead.consentCertificate;
  const contact = {
    ...(phone === undefined ? {} : { phone }),
    ...(email === undefined ? {} : { email }),
    ...(certificate === undefined
      ? {}
      : { certificate: { id: certificate, consentTime: lead.consentTime } }),
  };
  const address = addressOf(lead);
  if (address === undefined) return contact;
  const whole = { ...contact, address };
  return utf8ToBytes(JSON.stringify(whole)).length <= MAX_CONTACT_BYTES ? whole : contact;
}

/** A street without a town is no address. */
function addressOf({ contact, region }: Lead): VendorContact["address"] {
  const { address: street, city, zip, country = countryOf(region) } = contact;
  if (street === undefined || (city === undefined && zip === undefined)) return undefined;
  return {
    street,
    ...(city === undefined ? {} : { city }),
    ...(zip === undefined ? {} : { zip }),
    region,
    country,
  };
}

/** Leads in their order, as many at a time as one request may ask about. */
export function inRequests(leads: readonly Lead[]): (readonly Lead[])[] {
  const count = Math.ceil(leads.length / MAX_CONTACTS);
  return Array.from({ length: count }, (_, index) =>
    leads.slice(index * MAX_CONTACTS, (index + 1) * MAX_CONTACTS),
  );
}

/**
 * The body of a request to the vendor gateway: `POST {"contacts": [{phone?, email?, address?, certificate?}]}`, with the API key as
 * `Authorization: Bearer`. Twelve contacts stay below 10 KB.
 *
 * One gateway stands before the vendors because a CRE run has five HTTP calls, and the six checks of twelve leads need dozens of them at most
 * vendors. It holds the accounts there and makes of their answers those of `VENDOR_ANSWERS`. A vendor's "unknown" is no answer: the gateway
 * leaves the check out, as it does for what a vendor does not cover, such as a German number on the American lists. The workflows' README names
 * vendors for each check.
 *
 * Who runs the gateway is trusted with the plain text of phone numbers, e-mail addresses, postal addresses and certificates, and with the
 * answers: it can lower or raise a score by what its checks are worth (`CHECK_WORTHS`), have a lead refused by calling its number listed, or
 * let one pass. It cannot have a lead scored that is not signed, nor change what a lead contains.
 */
export function vendorQuestion(leads: readonly Lead[]): string {
  return JSON.stringify({ contacts: leads.map(contactOf) });
}

const answerSchema = z.object({ checks: z.array(z.unknown()) });

/**
 * Reads the gateway's answer, `{"checks": [{phoneLine?, email?, address?, certificate?, doNotCall?, litigator?}]}`: an entry for each
 * contact, in their order. A check that is missing or malformed is left out and spoils no other, and so is one that was not asked for.
 * @throws {Error} it is no such answer. Its text can quote what was sent: do not pass it on.
 */
export function readVendorAnswer(text: string, leads: readonly Lead[]): VendorChecks[] {
  const { checks } = answerSchema.parse(JSON.parse(text));
  if (checks.length !== leads.length) throw new Error("WRONG_LENGTH");
  return leads.map((lead, index) => answersIn(checks[index], contactOf(lead)));
}

function answersIn(entry: unknown, contact: VendorContact): VendorChecks {
  const given = z.looseObject({}).safeParse(entry).data ?? {};
  const answers = ANSWER_NAMES.flatMap((name) => {
    if (contact[SUBJECTS[name]] === undefined) return [];
    const answer = VENDOR_ANSWERS[name].safeParse(given[name]);
    return answer.success ? [[name, answer.data] as const] : [];
  });
  return Object.fromEntries(answers);
}
