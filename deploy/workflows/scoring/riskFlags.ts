import type { Contact } from "../../sdk/lead/lead.ts";

/** Names that people type when they do not want to give theirs. */
const PLACEHOLDER_NAMES = new Set(
  "aaa abc anonymous asdf customer demo fake first firstname foo last lastname me n/a na name no nobody none null qwerty sample test tester testing undefined unknown user xxx".split(
    " ",
  ),
);
/** Addresses that no consumer on the internet has: private, loopback, link-local, carrier-grade, documentation. */
const UNROUTABLE_IP =
  /^(0\.|10\.|127\.|169\.254\.|192\.168\.|192\.0\.2\.|198\.51\.100\.|203\.0\.113\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.|::1?$|f[cd][0-9a-f]{2}:|fe[89ab][0-9a-f]:|2001:db8:)/i;
const AUTOMATED_AGENT =
  /bot\b|crawl|spider|headless|phantomjs|selenium|puppeteer|playwright|curl\/|wget\/|python-|java\/|go-http|okhttp|axios|postman/i;

type Rule = (contact: Contact) => boolean;

const names = ({ firstName, lastName }: Contact): string[] =>
  [firstName, lastName].flatMap((name) => name?.toLowerCase() ?? []);

const RULES = {
  /** A name that stands for no name. */
  placeholderName: (contact) => names(contact).some((name) => PLACEHOLDER_NAMES.has(name)),
  /** A name with digits, an address or a link in it. */
  malformedName: (contact) => names(contact).some((name) => /[\d@<>{}]|https?:|www\./.test(name)),
  /** Both names the same, or a letter three times in a row (not i: Louis III). */
  repetitiveName: (contact) => {
    const [first, last] = names(contact);
    return (
      (first !== undefined && first === last) || names(contact).some((n) => /([^i])\1\1/.test(n))
    );
  },
  /** A mailbox that looks random: a long run of digits, or of consonants. */
  randomMailbox: ({ email }) => /^[^@]*(\d{7}|[bcdfghjklmnpqrstvwxz]{7})[^@]*@/i.test(email ?? ""),
  /** Sent from an address that no consumer has. */
  unroutableIp: ({ ipAddress }) => UNROUTABLE_IP.test(ipAddress ?? ""),
  /** Sent by a program. */
  automatedAgent: ({ userAgent }) => AUTOMATED_AGENT.test(userAgent ?? ""),
} as const satisfies Readonly<Record<string, Rule>>;

/** A reason to doubt that a consumer stands behind a lead. */
export type RiskFlag = keyof typeof RULES;

/** Reasons to doubt that a consumer stands behind a lead, in a fixed order. Says nothing about the data itself. */
export function riskFlagsOf(contact: Contact): RiskFlag[] {
  return (Object.keys(RULES) as RiskFlag[]).filter((flag) => RULES[flag](contact));
}
