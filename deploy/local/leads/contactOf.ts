import type { Contact } from "../../workflows/scoring/contact.ts";
import { countryOf } from "../../workflows/scoring/normalise.ts";
import type { VerticalProfile } from "../../workflows/scoring/verticalProfile.ts";
import { COMPANIES, FIRST_NAMES, JOB_TITLES, LAST_NAMES, STREETS } from "./people.ts";
import type { Place } from "./places.ts";
import type { RandomStream } from "./randomStream.ts";

/** Hosts that RFC 2606 reserves: no mail leaves the machine, nobody's address is hit by chance. */
const MAIL_HOSTS = ["example.com", "example.net", "example.org"] as const;

/**
 * A person who does not exist, living in `place`. Phone numbers are those set aside for fiction.
 * @param index makes the mailbox unlike that of every other lead, and the number unlike those of the leads around it: there are a hundred for
 * each area code of a state.
 */
export function contactOf(
  random: RandomStream,
  { contactFields }: VerticalProfile,
  place: Place,
  index: number,
): Contact {
  const firstName = random.pick(FIRST_NAMES);
  const lastName = random.pick(LAST_NAMES);
  const mailbox = `${firstName}.${lastName}.${index + 1}`.toLowerCase();
  const known = {
    firstName,
    lastName,
    email: `${mailbox}@${random.pick(MAIL_HOSTS)}`,
    phone: phoneOf(place, index),
    address: `${random.integer(100, 9_899)} ${random.pick(STREETS)}`,
    city: place.city,
    zip: place.zip,
    company: random.pick(COMPANIES),
    jobTitle: random.pick(JOB_TITLES),
  };
  const business = contactFields.includes("company");
  const { company, jobTitle, ...person } = known;
  return { ...person, country: countryOf(place.region), ...(business && { company, jobTitle }) };
}

function phoneOf({ phones }: Place, index: number): string {
  const prefix = phones[Math.floor(index / 100) % phones.length] as string;
  return `${prefix}${String(index % 100).padStart(2, "0")}`;
}
