import type { Lead } from "../../../sdk/lead/lead.ts";
import { CHECK_WORTHS } from "../../../sdk/lead/scoreParts.ts";
import { sumOf, type Points } from "../points.ts";
import { riskFlagsOf, type RiskFlag } from "../riskFlags.ts";
import { SOURCES } from "../source.ts";
import type { VendorChecks } from "../vendorChecks.ts";

/** Points of a lead that came straight from its consumer. */
const STRAIGHT = 1_200;

type Origin = Pick<Lead, "contact" | "source">;

/** What of the contact can look made up: which fields it takes, the flags that speak against it, and the points for it. */
const TRAITS = [
  {
    subject: "name",
    fields: ["firstName", "lastName"],
    flags: ["placeholderName", "malformedName", "repetitiveName"],
    points: 300,
  },
  { subject: "mailbox", fields: ["email"], flags: ["randomMailbox"], points: 200 },
  {
    subject: "device",
    fields: ["ipAddress", "userAgent"],
    flags: ["unroutableIp", "automatedAgent"],
    points: 100,
  },
] as const satisfies readonly {
  readonly subject: string;
  readonly fields: readonly (keyof Lead["contact"])[];
  readonly flags: readonly RiskFlag[];
  readonly points: number;
}[];

/**
 * Where the lead came from (0 to 1,200, see `SOURCES`), and what speaks for a consumer behind it: a name (300), a mailbox (200) and a device
 * (100) that do not look made up, and a phone number that is on no do-not-call list and no litigator's (100 each, by vendors). What is not
 * given earns nothing, so leaving out what would look made up gains nothing.
 * @returns 0 to 2,000.
 */
export function sourceScore(lead: Origin, checks: VendorChecks = {}): number {
  return sumOf(sourcePoints(lead, checks));
}

/** The same with its reasons. */
export function sourcePoints({ contact, source }: Origin, checks: VendorChecks = {}): Points[] {
  const raised = riskFlagsOf(contact);
  return [
    { what: `the source is ${source}`, points: SOURCES[source], of: STRAIGHT },
    ...TRAITS.map(({ subject, fields, flags, points: of }): Points => {
      const against = flags.filter((flag) => raised.includes(flag));
      if (against.length > 0) {
        return { what: `the ${subject} looks made up: ${against.join(", ")}`, points: 0, of };
      }
      return fields.every((field) => contact[field] !== undefined)
        ? { what: `the ${subject} does not look made up`, points: of, of }
        : { what: `the ${subject} is not given in full`, points: 0, of };
    }),
    listPoints("DoNotCallList", checks.doNotCall),
    listPoints("LitigatorList", checks.litigator),
  ];
}

function listPoints(
  check: "DoNotCallList" | "LitigatorList",
  answer: VendorChecks["doNotCall" | "litigator"],
): Points {
  const { points: of, subject } = CHECK_WORTHS[check];
  if (answer === undefined) return { what: `no vendor has looked into ${subject}`, points: 0, of };
  return answer === "clear"
    ? { what: `the phone number is not on ${subject}`, points: of, of }
    : { what: `the phone number is on ${subject}`, points: 0, of };
}
