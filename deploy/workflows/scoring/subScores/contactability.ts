import { DISPOSABLE_DOMAINS } from "../data/disposableDomains.ts";
import type { Lead } from "../../../sdk/lead/lead.ts";
import { CHECK_WORTHS } from "../../../sdk/lead/scoreParts.ts";
import { emailOf, mailboxOf, phoneOf } from "../normalise.ts";
import { phoneRegionOf } from "../phoneRegion.ts";
import { sumOf, type Points } from "../points.ts";
import type { VendorChecks } from "../vendorChecks.ts";

/** Points of each channel (e-mail, phone) for being well-formed. */
const WELL_FORMED = 400;
/** Points of an e-mail address whose domain can belong to a consumer or a company. */
const REAL_DOMAIN = 200;
/** Points of an e-mail address that is a person's, not a desk's. */
const PERSONAL_MAILBOX = 100;
/** Points of a phone number that can be in use. */
const PLAUSIBLE_NUMBER = 300;
/** Points for what a vendor says of a mailbox. */
const MAILBOX = { deliverable: CHECK_WORTHS.Email.points, risky: 100 } as const;
/** Points for what a vendor says of a number in service: a mobile takes calls and texts, a VoIP number is had in a minute. */
const LINE = { mobile: CHECK_WORTHS.PhoneLine.points, landline: 200, voip: 100 } as const;
/** Points of a channel that has everything. */
const CHANNEL = 1_000;

/** Domains that RFC 2606 and RFC 6761 reserve: nobody reads mail there. */
const RESERVED_DOMAIN = /(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|local)$/;
/** Mailboxes of desks (RFC 2142 and common practice). */
const ROLE_MAILBOXES = new Set(
  "abuse admin administrator billing contact enquiries help hello hostmaster hr info it jobs mail marketing media news noreply no-reply office orders postmaster press privacy root sales security service support team webmaster".split(
    " ",
  ),
);

type Reachable = Pick<Lead, "contact" | "region">;

/**
 * Whether the consumer can be reached: 1,000 for e-mail, 1,000 for phone. Of each, 700 are for its form: an address that is
 * well-formed (400), at a real domain (200), a person's (100); a number that is well-formed (400) and plausible (300). The other 300
 * take a vendor's word: a mailbox that takes mail gives all of them, one at a host that does not say 100; a mobile in service all, a landline
 * 200, a VoIP number 100. So without vendors the part ends at 1,400. A throw-away mailbox, or a vendor's word that the channel is dead, makes
 * that channel 0.
 * @returns 0 to 2,000.
 */
export function contactabilityScore(lead: Reachable, checks: VendorChecks = {}): number {
  return sumOf(contactabilityPoints(lead, checks));
}

/** The same with its reasons. */
export function contactabilityPoints(lead: Reachable, checks: VendorChecks = {}): Points[] {
  return [
    ...emailPoints(emailOf(lead), checks.email),
    ...phonePoints(phoneOf(lead), checks.phoneLine),
  ];
}

function emailPoints(email: string | undefined, mailbox: VendorChecks["email"]): Points[] {
  if (email === undefined) return [nothingFor("there is no e-mail address that can be used")];
  if (mailbox === "undeliverable")
    return [nothingFor("a vendor says that the mailbox takes no mail")];
  const [name, domain] = mailboxOf(email).split("@") as [string, string];
  if (isDisposable(domain)) return [nothingFor("the e-mail address is a throw-away one")];
  return [
    { what: "the e-mail address is well-formed", points: WELL_FORMED, of: WELL_FORMED },
    RESERVED_DOMAIN.test(domain)
      ? { what: "nobody reads mail at the e-mail address's domain", points: 0, of: REAL_DOMAIN }
      : { what: "the e-mail address's domain can be real", points: REAL_DOMAIN, of: REAL_DOMAIN },
    ROLE_MAILBOXES.has(name)
      ? { what: "the mailbox is a desk's, not a person's", points: 0, of: PERSONAL_MAILBOX }
      : { what: "the mailbox is a person's", points: PERSONAL_MAILBOX, of: PERSONAL_MAILBOX },
    mailboxPoints(mailbox),
  ];
}

function isDisposable(domain: string): boolean {
  const labels = domain.split(".");
  return labels.some((_, i) => DISPOSABLE_DOMAINS.has(labels.slice(i).join(".")));
}

function phonePoints(phone: string | undefined, line: VendorChecks["phoneLine"]): Points[] {
  if (phone === undefined) return [nothingFor("there is no phone number that can be used")];
  const type = line?.type;
  if (type === "invalid" || line?.isActive === false)
    return [nothingFor("a vendor says that the phone number is dead")];
  return [
    { what: "the phone number is well-formed", points: WELL_FORMED, of: WELL_FORMED },
    isPlausible(phone)
      ? { what: "the phone number can be in use", points: PLAUSIBLE_NUMBER, of: PLAUSIBLE_NUMBER }
      : { what: "the phone number looks made up", points: 0, of: PLAUSIBLE_NUMBER },
    linePoints(type),
  ];
}

function nothingFor(what: string): Points {
  return { what, points: 0, of: CHANNEL };
}

function mailboxPoints(mailbox: keyof typeof MAILBOX | undefined): Points {
  const gives = (what: string, points = 0) => ({ what, points, of: MAILBOX.deliverable });
  if (mailbox === undefined) return gives("no vendor has confirmed the mailbox");
  return mailbox === "deliverable"
    ? gives("a vendor confirms the mailbox", MAILBOX.deliverable)
    : gives("a vendor cannot tell whether the mailbox takes mail", MAILBOX.risky);
}

function linePoints(type: keyof typeof LINE | undefined): Points {
  const gives = (what: string, points = 0) => ({ what, points, of: LINE.mobile });
  if (type === undefined) return gives("no vendor has confirmed the phone number");
  return gives(`a vendor confirms the phone number, of type ${type}`, LINE[type]);
}

/** Not a number for fiction (555-01xx), not from an area code nobody lives in, not a finger resting on a key or walking along them. */
function isPlausible(phone: string): boolean {
  if (phone.startsWith("+1")) {
    if (phoneRegionOf(phone) === undefined) return false;
    if (/^\+1\d{3}55501\d{2}$/.test(phone)) return false;
  }
  const end = phone.slice(-7);
  return !/^(\d)\1{6}$/.test(end) && !"01234567890".includes(end) && !"09876543210".includes(end);
}
