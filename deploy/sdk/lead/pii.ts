import { CONTACT_FIELDS } from "./contact.ts";

/** Other names under which personal data hides in forms. */
const ALIASES = [
  "name",
  "fullName",
  "surname",
  "mail",
  "emailAddress",
  "phoneNumber",
  "mobile",
  "street",
  "streetAddress",
  "postcode",
  "postalCode",
  "zipCode",
  "birthDate",
  "birthday",
  "dob",
  "ssn",
  "nationalId",
  "passport",
  "driverLicense",
  "ip",
  "latitude",
  "longitude",
  "creditScore",
];

const PII = new Set([...CONTACT_FIELDS, ...ALIASES].map((name) => name.toLowerCase()));

/** Whether a field of this name holds personal data, in any spelling: it must not be a public field. */
export function isPiiField(name: string): boolean {
  return PII.has(name.replace(/[^A-Za-z0-9]/g, "").toLowerCase());
}
