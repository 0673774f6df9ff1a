import { dollarsOf } from "../codes/usdc.ts";
import type { Contact, Lead } from "./lead.ts";
import type { FieldValue, PublicField } from "./publicFields.ts";
import type { Vertical } from "./vertical.ts";

/** Nobody: a mailbox of a reserved host, a number set aside for fiction. */
const CONTACT: Contact = {
  firstName: "Maria",
  lastName: "Torres",
  email: "maria.torres@example.com",
  phone: "(512) 555-0142",
  address: "1180 Willow Court",
  city: "Austin",
  zip: "78704",
  country: "US",
  company: "Harbor & Pine",
  jobTitle: "Owner",
  dateOfBirth: "1984-03-09",
};
/** What every example has, whatever its vertical's buyers need. */
const ALWAYS: readonly string[] = ["firstName", "lastName", "email", "phone", "country"];
/** Nobody's consent is newer than the moment at which it is seen. */
const CONSENT_AGE = 60;

/** A lead of a vertical that is valid now: all questions answered, with consent given a minute ago, of a consumer who does not exist. */
export function exampleLead({ slug, fields, contactFields, config }: Vertical, now: number): Lead {
  const isShown = ([name]: [string, unknown]) =>
    ALWAYS.includes(name) || contactFields.some((field) => field === name);
  return {
    vertical: slug,
    region: "US-TX",
    source: "DIRECT",
    consentTime: now - CONSENT_AGE,
    contact: Object.fromEntries(Object.entries(CONTACT).filter(isShown)),
    fields: Object.fromEntries(
      Object.entries(fields).map(([name, field]) => [name, answerTo(field)]),
    ),
    terms: { baseReserve: dollarsOf(config.minReserve), qualityPremiumBps: 500 },
  };
}

function answerTo(field: PublicField): FieldValue {
  switch (field.type) {
    case "enum":
      return field.options[0] as string;
    case "boolean":
      return true;
    case "band":
      return field.edges[1] as number;
  }
}
