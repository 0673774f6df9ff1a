import { COUNTRIES } from "./data/countries.ts";
import type { Lead } from "../../sdk/lead/lead.ts";

const E164 = /^\+[1-9]\d{7,14}$/;
/** North American Numbering Plan: area code and exchange start with 2 to 9, and no exchange ends in 11. */
const NANP = /^\+1[2-9]\d{2}[2-9](?!11)\d{6}$/;
/** The practical subset of RFC 5321: dot-atom, labels of a host name, a top-level domain of letters. */
const EMAIL =
  /^[a-z0-9!#$%&'*+/=?^_`{|}~-]+(\.[a-z0-9!#$%&'*+/=?^_`{|}~-]+)*@([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$/;
/** Hosts that ignore dots in a mailbox's name. */
const DOTLESS_HOSTS = new Set(["gmail.com", "googlemail.com"]);

/**
 * Phone number in E.164.
 * @param country ISO 3166-1 code that a national number is read in.
 * @returns `undefined` if it cannot be a phone number.
 */
export function normalisePhone(phone: string, country: string): string | undefined {
  const dialled = phone.trim().replace(/[\s().\-/\u00a0\u2010-\u2015]/g, "");
  if (!/^\+?\d+$/.test(dialled)) return undefined;

  const number = internationalOf(dialled, country);
  if (number === undefined || !E164.test(number)) return undefined;
  return number.startsWith("+1") && !NANP.test(number) ? undefined : number;
}

function internationalOf(dialled: string, country: string): string | undefined {
  if (dialled.startsWith("+")) return dialled;
  if (dialled.startsWith("00")) return `+${dialled.slice(2)}`;
  const plan = COUNTRIES[country];
  if (plan === undefined) return undefined;
  if (plan.callingCode === "1") return `+1${dialled.length === 11 ? dialled.slice(1) : dialled}`;
  const trunk = plan.trunk !== "" && dialled.startsWith(plan.trunk) ? plan.trunk.length : 0;
  return `+${plan.callingCode}${dialled.slice(trunk)}`;
}

/** E-mail address in lower case, `undefined` if it cannot be one. */
export function normaliseEmail(email: string): string | undefined {
  const address = email.trim().toLowerCase();
  const local = address.indexOf("@");
  return address.length <= 254 && local <= 64 && EMAIL.test(address) ? address : undefined;
}

/** Mailbox behind a normalised address: without `+tag`, and without the dots that some hosts ignore. */
export function mailboxOf(email: string): string {
  const at = email.lastIndexOf("@");
  const host = email.slice(at + 1);
  const name = email.slice(0, at).split("+")[0] as string;
  if (name === "") return email;
  if (!DOTLESS_HOSTS.has(host)) return `${name}@${host}`;
  return `${name.replaceAll(".", "")}@gmail.com`;
}

/** Postal code in upper case without inner white space and dashes. */
export function normalisePostalCode(zip: string): string {
  return zip.toUpperCase().replace(/[\s-]/g, "");
}

/** Country of a region: `US` of `US-CA`. */
export function countryOf(region: string): string {
  return region.slice(0, 2);
}

/** The lead's phone number in E.164, if it has one that can be used. */
export function phoneOf(lead: Pick<Lead, "contact" | "region">): string | undefined {
  const { phone, country } = lead.contact;
  return phone === undefined ? undefined : normalisePhone(phone, country ?? countryOf(lead.region));
}

/** The lead's e-mail address in lower case, if it has one that can be used. */
export function emailOf(lead: Pick<Lead, "contact">): string | undefined {
  return lead.contact.email === undefined ? undefined : normaliseEmail(lead.contact.email);
}
