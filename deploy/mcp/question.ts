import { quoted } from "./quoted.ts";

/** Texts that a person can run in a shell without harm: a parameter of a tool is a model's word. */
const PLAIN = /^[\w.:@-]{1,80}$/;

/** A call as the SDK writes it, such as `revealBid({ leadId: 5 })`. A value that is no plain word is left for the reader to fill in. */
export function callOf(name: string, parameters: Readonly<Record<string, unknown>>): string {
  const list = Object.entries(parameters).flatMap(([parameter, value]) => {
    if (value === undefined) return [];
    if (typeof value === "bigint" || typeof value === "number" || typeof value === "boolean") {
      return [`${parameter}: ${value}`];
    }
    return typeof value === "string" && PLAIN.test(value)
      ? [`${parameter}: "${value}"`]
      : [parameter];
  });
  return list.length === 0 ? `${name}({})` : `${name}({ ${list.join(", ")} })`;
}

/** What a person is asked before an action is sent: its title and what it is given, as data. */
export function questionOf(title: string, parameters: Readonly<Record<string, unknown>>): string {
  const given = Object.entries(parameters).filter(([, value]) => value !== undefined);
  if (given.length === 0) return `${title}?`;
  const list = given.map(([name, value]) => `${name} ${quoted(value)}`);
  return `${title}? With ${list.join(", ")}.`;
}
