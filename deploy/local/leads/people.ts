/** Common given names in the United States (Social Security Administration). */
export const FIRST_NAMES =
  "James Mary Robert Patricia John Jennifer Michael Linda David Elizabeth William Barbara Richard Susan Joseph Jessica Thomas Sarah Christopher Karen Daniel Lisa Matthew Nancy Anthony Sandra Mark Ashley Steven Emily Andrew Donna Joshua Michelle Kenneth Carol Kevin Amanda Brian Melissa Maria Carlos Aisha Wei Priya".split(
    " ",
  );

/** Common family names in the United States (Census Bureau). */
export const LAST_NAMES =
  "Smith Johnson Williams Brown Jones Garcia Miller Davis Rodriguez Martinez Hernandez Lopez Gonzalez Wilson Anderson Taylor Moore Jackson Martin Lee Perez Thompson White Harris Sanchez Clark Ramirez Lewis Robinson Walker Young Allen King Wright Scott Torres Nguyen Hill Flores Green Patel Kim Chen Murphy Rivera".split(
    " ",
  );

/** Street names that most towns have. */
export const STREETS = [
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
export const COMPANIES = [
  "Northwind Traders",
  "Contoso Freight",
  "Bluebird Analytics",
  "Harbor & Pine",
  "Redstone Clinics",
  "Summit Fabrication",
  "Lakeview Schools",
  "Orchard Retail Group",
] as const;

/** Positions of people who ask for quotes in a company's name. */
export const JOB_TITLES = [
  "Owner",
  "Operations Manager",
  "Head of Sales",
  "IT Director",
  "Facilities Manager",
  "Chief Financial Officer",
] as const;
