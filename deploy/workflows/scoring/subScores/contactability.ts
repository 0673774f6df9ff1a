import { DISPOSABLE_DOMAINS } from "../data/disposableDomains.ts";
import type { Lead } from "../lead.ts";
import { emailOf, mailboxOf, phoneOf } from "../normalise.ts";
import { phoneRegionOf } from "../phoneRegion.ts";
import type { VendorChecks } from "../vendorChecks.ts";

/** Points of each channel (e-mail, phone) for being well-formed. */
const WELL_FORMED = 400;
/** Points of an e-mail address whose domain can belong to a consumer or a company. */
const REAL_DOMAIN = 200;
/** Points of an e-mail address that is a person's, not a desk's. */
const PERSONAL_MAILBOX = 100;
/** Points of a phone number that can be in use. */
const PLAUSIBLE_NUMBER = 300;
/** Points of each channel for a vendor's word that it works. */
const CONFIRMED = 300;

/** Domains that RFC 2606 and RFC 6761 reserve: nobody reads mail there. */
const RESERVED_DOMAIN = /(^|\.)(example\.(com|net|org)|example|test|invalid|localhost|local)$/;
/** Mailboxes of desks (RFC 2142 and common practice). */
const ROLE_MAILBOXES = new Set(
  "abuse admin administrator billing contact enquiries help hello hostmaster hr info it jobs mail marketing media news noreply no-reply office orders postmaster press privacy root sales security service support team webmaster".split(
    " ",
  ),
);

/**
 * Whether the consumer can be reached: 1,000 for e-mail, 1,000 for phone. Of each, 700 are for its form: an address that is
 * well-formed (400), at a real domain (200), a person's (100); a number that is well-formed (400) and plausible (300). The other 300
 * take a vendor's confirmation, so without vendor checks the part ends at 1,400. A throw-away mailbox, or a vendor's word that the
 * channel is dead, makes that channel 0.
 * @returns 0 to 2,000.
 */
export function contactabilityScore(
  lead: Pick<Lead, "contact" | "region">,
  checks: VendorChecks = {},
): number {
  return (
    emailPoints(emailOf(lead), checks.emailDeliverable) +
    phonePoints(phoneOf(lead), checks.phoneReachable)
  );
}

function emailPoints(email: string | undefined, deliverable: boolean | undefined): number {
  if (email === undefined || deliverable === false) return 0;
  const [name, domain] = mailboxOf(email).split("@") as [string, string];
  if (isDisposable(domain)) return 0;
  return (
    WELL_FORMED +
    (RESERVED_DOMAIN.test(domain) ? 0 : REAL_DOMAIN) +
    (ROLE_MAILBOXES.has(name) ? 0 : PERSONAL_MAILBOX) +
    (deliverable === true ? CONFIRMED : 0)
  );
}

function isDisposable(domain: string): boolean {
  const labels = domain.split(".");
  return labels.some((_, i) => DISPOSABLE_DOMAINS.has(labels.slice(i).join(".")));
}

function phonePoints(phone: string | undefined, reachable: boolean | undefined): number {
  if (phone === undefined || reachable === false) return 0;
  return (
    WELL_FORMED + (isPlausible(phone) ? PLAUSIBLE_NUMBER : 0) + (reachable === true ? CONFIRMED : 0)
  );
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
