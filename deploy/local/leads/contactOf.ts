import type { Contact } from "../../sdk/lead/lead.ts";
import type { VerticalProfile } from "../../sdk/lead/vertical.ts";
import { countryOf } from "../../workflows/scoring/normalise.ts";
import type { Place } from "./places.ts";
import type { RandomStream } from "./randomStream.ts";

/** Common given names in the United States (Social Security Administration). */
const FIRST_NAMES =
  "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Christopher Karen Daniel Lisa Matthew Nancy Anthony Sandra Mark Ashley Steven Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa Maria Carlos Aisha Wei Priya".split(
    " ",
  );

/** Common family names in the United States (Census Bureau). */
const LAST_NAMES =
  "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Patel Kim Chen Murphy Rivera".split(
    " ",
  );

/** Street names that most towns have. */
const STREETS = [
  "Oak Street",
  "Maple Avenue",
  "Cedar Lane",
  "Main Street",
  "Park Avenue",
  "Washington Street",
  "Lake Drive",
  "Hillcrest Road",
  "Sunset Boulevard",
  "Ridge Road",
  "Willow Court",
  "Church Street",
] as const;

/** Companies that do not exist. */
const COMPANIES = [
  "Northwind Traders",
  "Contoso Freight",
  "Bluebird Analytics",
  "Harbor & Pine",
  "Redstone Clinics",
  "Summit Fabrication",
  "Lakeview Schools",
  "Orchard Retail Group",
] as const;

/** Job titles of people who ask for quotes for a company. */
const JOB_TITLES = [
  "Owner",
  "Operations Manager",
  "Head of Sales",
  "IT Director",
  "Facilities Manager",
  "Chief Financial Officer",
] as const;

/** Hosts that RFC 2606 reserves: no mail leaves the machine, nobody's address is hit by chance. */
const MAIL_HOSTS = ["example.com", "example.net", "example.org"] as const;

/**
 * A person who does not exist, living in `place`. Phone numbers are those set aside for fiction.
 * @param index makes the mailbox unique, and the number different from those of nearby leads: each area code of a state has a hundred.
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
