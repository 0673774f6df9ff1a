import { readFile } from "node:fs/promises";

import { LeadEngineError } from "../../sdk/errors/leadEngineError.ts";
import type { Contact } from "../../sdk/lead/lead.ts";
import { mailboxOf, normaliseEmail, normalisePhone } from "../../workflows/scoring/normalise.ts";

/** Phones and e-mails not to buy again. It is read when it is needed and kept nowhere: it is personal data. */
export interface SuppressionList {
  readonly has: (contact: Contact) => boolean;
}

/** A list of nobody. */
export const NOBODY: SuppressionList = { has: () => false };

/**
 * Reads a list: a phone or an e-mail a line, phones with their country code (`+1 …`) or of the lead's country.
 * @throws {LeadEngineError} `NO_SUPPRESSION_LIST`: the file cannot be read; leads are not handed on without it.
 */
export async function readSuppressionList(file: string): Promise<SuppressionList> {
  const text = await readFile(file, "utf8").catch((cause: unknown) => {
    throw new LeadEngineError(
      "NO_SUPPRESSION_LIST",
      `The suppression list ${file} cannot be read.`,
      "Restore it, or set rules without it.",
      { cause },
    );
  });
  const lines = text.split(/\r?\n/).map((line) => line.trim());
  const mailboxes = new Set(lines.flatMap((line) => mailbox(line) ?? []));
  const phones = lines.filter((line) => !line.includes("@") && /\d/.test(line));
  return {
    has: ({ email = "", phone = "", country = "US" }) => {
      const own = normalisePhone(phone, country);
      return (
        mailboxes.has(mailbox(email) ?? "") ||
        (own !== undefined && phones.some((one) => normalisePhone(one, country) === own))
      );
    },
  };
}

function mailbox(email: string): string | undefined {
  const address = normaliseEmail(email);
  return address === undefined ? undefined : mailboxOf(address);
}
