import { expect } from "chai";
import { createPublicClient, custom, zeroAddress } from "viem";
import { hardhat } from "viem/chains";
import type { z } from "zod";

import { READING_ACTIONS, TRADING_ACTIONS } from "../../deploy/sdk/actions/index.ts";
import { leadEngineReadingActions } from "../../deploy/sdk/decorators.ts";
import { CONTRACT_NAMES, type Deployment } from "../../deploy/sdk/deployments.ts";
import { LeadEngineError } from "../../deploy/sdk/errors/leadEngineError.ts";
import { errorOf } from "../fixtures/errorOf.ts";

const ACTIONS = { ...READING_ACTIONS, ...TRADING_ACTIONS };
const NOWHERE = Object.fromEntries(
  CONTRACT_NAMES.map((name) => [name, zeroAddress]),
) as unknown as Deployment;

describe("the SDK's actions", () => {
  for (const [name, { parameters, ...definition }] of Object.entries(ACTIONS)) {
    it(`${name} says what it is, does and takes`, () => {
      expect(definition.name).to.equal(name);
      expect(definition.run.name).to.equal(name);
      expect(definition.title).to.match(/^[A-Z][^.]+$/);
      expect(definition.description).to.match(/^[A-Z].+\.$/);
      for (const [parameter, schema] of Object.entries<z.ZodType>(parameters.shape)) {
        expect(schema.description, parameter).to.be.a("string");
      }
    });
  }

  it("only read where no wallet is needed", () => {
    for (const { readOnly } of Object.values(READING_ACTIONS)) expect(readOnly).to.equal(true);
  });

  it("refuse wrong parameters by their names, before anything is asked or sent", async () => {
    const request = () => Promise.reject(new Error("The chain was asked."));
    const client = createPublicClient({ chain: hardhat, transport: custom({ request }) }).extend(
      leadEngineReadingActions({ deployment: NOWHERE }),
    );
    const error = await errorOf(client.getBalance({ account: "0x12" }), LeadEngineError);
    expect(error.code).to.equal("INVALID_PARAMETERS");
    expect(error.says).to.include("account").and.not.include("0x12");
  });
});
