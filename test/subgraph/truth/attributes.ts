import { hexToBytes, stringToHex, concatHex, type Hex } from "viem";

import { loadVerticals } from "../../../deploy/parameters/verticals.ts";
import type { PublicField } from "../../../deploy/sdk/lead/publicFields.ts";
import type { Chain } from "./chain.ts";
import { isBefore, logged, updated, type Claim } from "./claim.ts";
import type { ChainLog, LogPlace } from "./history.ts";
import { attributeId, leadEntityId } from "./ids.ts";
import { membersOf, type Member } from "./jsonMembers.ts";

/** As many attributes of a lead are kept one by one. */
const MOST = 64;
/** Numbers that are kept as such: up to 18 digits before and after the point. */
const PLAIN_NUMBER = /^-?\d{1,18}(\.\d{1,18})?$/;

const FIELDS = new Map(loadVerticals().map(({ id, fields }) => [id, fields]));
const KINDS = { enum: "Option", boolean: "Flag", band: "Band" } as const;

/** Public questions of the verticals that are configured, from the parameters that the subgraph is built with. */
export function definitionClaims({ history }: Chain): Claim[] {
  const configured = history.of("registry", "VerticalConfigured");
  const ids = [...new Set(configured.map(({ args }) => args.vertical))];
  return ids.flatMap((vertical) => {
    const own = configured.filter(({ args }) => args.vertical === vertical);
    return Object.entries(FIELDS.get(vertical) ?? {}).map(([name, field]) => ({
      entity: "AttributeDefinition",
      id: definitionId(vertical, name),
      fields: {
        ...{ vertical, name, title: field.title, kind: KINDS[field.type] },
        unit: field.type === "band" ? field.unit : null,
        edges: field.type === "band" ? field.edges : [],
        options: field.type === "enum" ? field.options : [],
        ...updated(...own),
      },
    }));
  });
}

/** The text of bytes that are UTF-8; undefined of others. */
export function textOf(attributes: Hex): string | undefined {
  try {
    const decoder = new TextDecoder("utf-8", { fatal: true, ignoreBOM: true });
    return decoder.decode(hexToBytes(attributes));
  } catch {
    return undefined;
  }
}

/** A lead's public attributes one by one. */
export function attributeClaims(
  chain: Chain,
  log: ChainLog<"verifier", "LeadAttested">,
  vertical: Hex,
): Claim[] {
  const { leadId, attributes } = log.args;
  const members = membersOf(textOf(attributes) ?? "") ?? [];
  return members.slice(0, MOST).flatMap((member, place): Claim[] => {
    if (member.kind === "nested") return [];
    const field = definitionOf(chain, vertical, member.name, log);
    const described = describe(member, field);
    return [
      {
        entity: "LeadAttribute",
        id: attributeId(leadId, place),
        fields: {
          lead: leadEntityId(leadId),
          name: stored(member.name),
          definition: field && definitionId(vertical, member.name),
          ...{ unit: null, lower: null, upper: null, number: null, flag: null },
          ...described,
          text: stored(described.text),
          ...logged(log),
        },
      },
    ];
  });
}

/** Text as the index keeps it: without NUL, which its database does not take. */
export function stored(text: string): string {
  return text.replaceAll("\0", "");
}

function describe({ kind, text }: Member, field: PublicField | undefined) {
  if (kind === "flag") return { kind: "Flag", text, flag: text === "true" };
  if (kind !== "number") {
    const isOption = field?.type === "enum" && kind === "text" && field.options.includes(text);
    return { kind: isOption ? "Option" : "Unknown", text };
  }
  if (!PLAIN_NUMBER.test(text)) return { kind: "Number", text };
  const band = field?.type === "band" ? field.edges.indexOf(Number(text)) : -1;
  if (field?.type !== "band" || band === -1) return { kind: "Number", text, number: text };
  const [lower, upper] = field.edges.slice(band);
  return { kind: "Band", text, unit: field.unit, lower, upper };
}

/** What the index knew of a question when the lead was attested. */
function definitionOf({ history }: Chain, vertical: Hex, name: string, before: LogPlace) {
  const configured = history.of("registry", "VerticalConfigured");
  const isKnown = configured.some((log) => log.args.vertical === vertical && isBefore(log, before));
  const fields = FIELDS.get(vertical);
  return isKnown && fields && Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function definitionId(vertical: Hex, name: string): Hex {
  return concatHex([vertical, stringToHex(name)]);
}
