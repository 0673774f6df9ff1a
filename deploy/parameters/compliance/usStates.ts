/** The 50 states and the District of Columbia by their ISO 3166-2:US codes. */
export const US_STATES = [
  ..."AL AK AZ AR CA CO CT DE DC FL GA HI ID IL IN IA KS KY LA ME MD MA MI MN MS MO".split(" "),
  ..."MT NE NV NH NJ NM NY NC ND OH OK OR PA RI SC SD TN TX UT VT VA WA WV WI WY".split(" "),
] as const satisfies readonly string[];

/** The United States as a lead's country. */
export const UNITED_STATES = "US";

/** A state as a lead's region: `US-CA`. */
export function regionOfState(state: string): string {
  return `${UNITED_STATES}-${state}`;
}
