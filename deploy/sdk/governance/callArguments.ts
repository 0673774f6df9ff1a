import { getAddress, isAddress, isHex, size, stringToHex, type AbiParameter } from "viem";

import { ROLES } from "../codes/enums.ts";
import { LeadEngineError } from "../errors/leadEngineError.ts";
import { verticalIdOf } from "../lead/vertical.ts";

/** Parameters that people name by a vertical's slug. */
const VERTICALS: readonly string[] = ["vertical", "rootVertical", "parent"];
/** Parameters that people name by a role's name. */
const ROLE_IDS: readonly string[] = ["roleId", "admin", "guardian"];
const WHOLE = /^-?\d+$/;

/**
 * Arguments of a call as people write them: whole numbers as digits, tuples as objects by their fields' names, a vertical by its slug, a role by
 * its name, a region by its code.
 * @throws {LeadEngineError} `WRONG_ARGUMENTS` names the parameter and what it takes.
 */
export function callArguments(
  parameters: readonly AbiParameter[],
  given: readonly unknown[],
): unknown[] {
  if (given.length !== parameters.length) {
    const wanted = parameters.map(nameOf).join(", ");
    throw wrong(
      `It takes ${parameters.length} argument(s)${wanted === "" ? "" : `: ${wanted}`}; ${given.length} were given.`,
    );
  }
  return parameters.map((parameter, index) => valueOf(parameter, given[index]));
}

function valueOf(parameter: AbiParameter, value: unknown): unknown {
  const { type } = parameter;
  const item = /^(.*)\[\d*\]$/.exec(type)?.[1];
  if (item !== undefined) {
    if (!Array.isArray(value)) throw misfit(parameter, "a JSON array");
    return value.map((one: unknown) => valueOf({ ...parameter, type: item }, one));
  }
  if (type === "tuple") return tupleOf(parameter, value);
  if (type === "bool") return flagOf(parameter, value);
  if (type === "string") {
    if (typeof value !== "string") throw misfit(parameter, "a text");
    return value;
  }
  if (type === "address") {
    if (typeof value !== "string" || !isAddress(value)) {
      throw misfit(parameter, "an address of 20 bytes with its checksum");
    }
    return getAddress(value);
  }
  return type.startsWith("bytes") ? bytesOf(parameter, value) : numberOf(parameter, value);
}

function tupleOf(parameter: AbiParameter, value: unknown): object {
  const { components = [] } = parameter as { readonly components?: readonly AbiParameter[] };
  const names = components.map(({ name = "" }) => name);
  const isFull =
    typeof value === "object" &&
    value !== null &&
    !Array.isArray(value) &&
    Object.keys(value).length === names.length &&
    names.every((name) => Object.hasOwn(value, name));
  if (!isFull) throw misfit(parameter, `a JSON object with ${names.join(", ")}`);
  const given = value as Readonly<Record<string, unknown>>;
  return Object.fromEntries(
    components.map((component) => [
      component.name ?? "",
      valueOf(component, given[component.name ?? ""]),
    ]),
  );
}

function flagOf(parameter: AbiParameter, value: unknown): boolean {
  if (value === true || value === "true") return true;
  if (value === false || value === "false") return false;
  throw misfit(parameter, "true or false");
}

function bytesOf(parameter: AbiParameter, value: unknown): string {
  const { type, name = "" } = parameter;
  const length = type === "bytes" ? undefined : Number(type.slice("bytes".length));
  if (typeof value === "string") {
    if (isHex(value) && (length === undefined || size(value) === length)) return value;
    if (length === 32 && VERTICALS.includes(name) && /^[a-z.]+$/.test(value)) {
      return verticalIdOf(value);
    }
    if ((length === 2 || length === 6) && /^[A-Z0-9-]+$/.test(value) && value.length <= length) {
      return stringToHex(value, { size: length });
    }
  }
  throw misfit(parameter, `${length ?? "any number of"} bytes in hexadecimal`);
}

function numberOf(parameter: AbiParameter, value: unknown): bigint | number {
  const { type, name = "" } = parameter;
  if (ROLE_IDS.includes(name) && typeof value === "string") {
    const role = Object.entries(ROLES).find(([known]) => known === value.toUpperCase());
    if (role !== undefined) return role[1];
  }
  const text = String(value);
  if (!WHOLE.test(text)) throw misfit(parameter, "a whole number");
  const bits = Number(type.replace(/\D+/g, ""));
  return bits <= 48 ? Number(text) : BigInt(text);
}

function nameOf({ name = "", type }: AbiParameter): string {
  return name === "" ? type : name;
}

function misfit(parameter: AbiParameter, wanted: string): LeadEngineError {
  return wrong(`${nameOf(parameter)} must be ${wanted}.`);
}

function wrong(says: string): LeadEngineError {
  return new LeadEngineError(
    "WRONG_ARGUMENTS",
    says,
    "The contract's interface says what each argument means: see contracts/interfaces/.",
  );
}
