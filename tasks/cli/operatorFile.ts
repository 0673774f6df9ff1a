import path from "node:path";

import { ArgumentType } from "hardhat/types/arguments";

import { dataDirectory } from "./dataDirectory.ts";

/** The option that names the operator's file. */
export const OPERATOR_OPTION = {
  name: "operator",
  description:
    "The operator's file, such as my-operator.json: limits and hooks; operator.json in the data directory by default",
  type: ArgumentType.STRING_WITHOUT_DEFAULT,
  defaultValue: undefined,
} as const;

/** The operator's file: as the option names it, else in the data directory. */
export function operatorFile(option: string | undefined): string {
  return option ?? path.join(dataDirectory(), "operator.json");
}
