import type { Client } from "../../client.ts";
import { LeadEngineError } from "../../errors/leadEngineError.ts";
import type { Vertical } from "../../lead/vertical.ts";

/** A leaf vertical of the client by its slug. @throws {LeadEngineError} `UNKNOWN_VERTICAL` names the known ones. */
export function knownVertical({ verticals }: Pick<Client, "verticals">, slug: string): Vertical {
  const vertical = verticals.get(slug);
  if (vertical !== undefined) return vertical;
  const near = [...verticals.keys()].filter((known) => known.startsWith(`${slug}.`));
  throw new LeadEngineError(
    "UNKNOWN_VERTICAL",
    `There is no vertical ${slug} that a lead can be in.`,
    `Name one of ${(near.length === 0 ? [...verticals.keys()] : near).join(", ")}.`,
  );
}
