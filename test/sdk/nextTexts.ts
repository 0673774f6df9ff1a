import { expect } from "chai";
import type { z } from "zod";

import { READING_ACTIONS, TRADING_ACTIONS } from "../../deploy/sdk/actions/index.ts";
import { sdkCalls, sdkFiles } from "../fixtures/sdkTexts.ts";

const ACTIONS: Readonly<Record<string, { readonly parameters: z.ZodObject }>> = {
  ...READING_ACTIONS,
  ...TRADING_ACTIONS,
};
/** What only a terminal knows. */
const COMMANDS = /hardhat [a-z]|(?<![\w-])--[a-z]|LEAD_ENGINE_/;

describe("what the SDK says to do next", () => {
  it("names no command, no option and no variable of the environment", async () => {
    const found = [...(await sdkFiles())].flatMap(([file, text]) =>
      text.split("\n").flatMap((line) => (COMMANDS.test(line) ? [`${file}: ${line.trim()}`] : [])),
    );
    expect(found).to.deep.equal([]);
  });

  it("names actions as calls, with all parameters that they need and none that they do not have", async () => {
    const calls = await sdkCalls();
    expect(calls.length).to.be.above(40);
    for (const call of calls) {
      const [, action = "", list = ""] = /^(\w+)\(\{(.*)\}\)$/.exec(call) ?? [];
      const parameters = [...list.matchAll(/(\w+)(?:: (?:"[^"]*"|\w+))?/g)].map(([, name]) => name);
      const { shape } = ACTIONS[action]?.parameters ?? {};
      expect(shape, call).to.be.an("object");
      expect(Object.keys(shape ?? {}), call).to.include.members(parameters);
      const needed = Object.entries<z.ZodType>(shape ?? {}).flatMap(([name, schema]) =>
        schema.safeParse(undefined).success ? [] : [name],
      );
      expect(parameters, call).to.include.members(needed);
    }
  });
});
