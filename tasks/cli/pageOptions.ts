import { ArgumentType } from "hardhat/types/arguments";

/** How many entries a list shows. */
export const LIMIT = {
  name: "limit",
  description: "How many at most, 1 to 1,000; 50 by default",
  type: ArgumentType.INT,
  defaultValue: 50,
} as const;

/** Where a page of a list begins. */
export const CURSOR = {
  name: "cursor",
  description:
    "The cursor at the end of the previous page, such as 0x0000000000000015; the first page by default",
  type: ArgumentType.STRING_WITHOUT_DEFAULT,
  defaultValue: undefined,
} as const;
