import { expect } from "chai";
import hre from "hardhat";
import { ArgumentType } from "hardhat/types/arguments";

import { commandOf, withCommands } from "../../tasks/cli/commands.ts";
import { sdkCalls } from "../fixtures/sdkTexts.ts";

describe("calls of the SDK's texts as commands", () => {
  it("are tasks with their arguments in order, flags and options", () => {
    expect(commandOf("refundBuyer({ leadId: 5 })")).to.equal("npx hardhat auction refund 5");
    expect(commandOf("deposit({ amount, faucet: true })")).to.equal(
      "npx hardhat vault deposit <amount> --faucet",
    );
    expect(commandOf("createAuction({ leadId: 5, acceptFees: true })")).to.equal(
      "npx hardhat auction create 5 --accept-fees",
    );
    expect(commandOf("withdraw({ amount, to })")).to.equal(
      "npx hardhat vault withdraw <amount> --to <to>",
    );
    expect(commandOf("reportOutage({ leadId: 5 })")).to.equal(
      "npx hardhat auction report 5 --outage",
    );
    expect(commandOf("submitLead({ lead, vertical, validFor })")).to.equal(
      "npx hardhat lead submit <file> --deadline <validFor>",
    );
    expect(commandOf("listAuctions({})")).to.equal("npx hardhat auction list");
    expect(commandOf('getCredentials({ account: "0x12" })')).to.equal(
      "npx hardhat credential show 0x12",
    );
  });

  it("have amounts as people write them", () => {
    expect(commandOf("revealBid({ leadId: 5, amount: 95500000 })")).to.equal(
      "npx hardhat bid reveal 5 --amount 95.5",
    );
  });

  it("stand where the calls stood, beside options that name services", () => {
    expect(
      withCommands(
        "Use `getLead({ leadId: 5 })`, `terms` or `getAuction({ leadId: 5 })`, with `services.ipfs`.",
      ),
    ).to.equal(
      "Use `npx hardhat lead show 5`, `terms` or `npx hardhat auction show 5`, with `--ipfs`.",
    );
  });

  it("are known for every call that the SDK names, and the tasks take them", async () => {
    for (const call of await sdkCalls()) {
      const [npx, hardhat, noun = "", verb = "", ...words] = commandOf(call).split(" ");
      expect([npx, hardhat], call).to.deep.equal(["npx", "hardhat"]);
      const { options, positionalArguments } = hre.tasks.getTask([noun, verb]);
      const given = [];
      while (words[0]?.startsWith("--") === false) given.push(words.shift());
      const needed = positionalArguments.filter(({ defaultValue }) => defaultValue === undefined);
      expect(given.length, call).to.be.within(needed.length, positionalArguments.length);
      while (words.length > 0) {
        const name = words.shift()?.slice(2) ?? "";
        const option = options.get(
          name.replaceAll(/-(\w)/g, (_, letter: string) => letter.toUpperCase()),
        );
        expect(option, `${call}: ${name}`).to.be.an("object");
        if (option?.type !== ArgumentType.FLAG) words.shift();
      }
    }
  });
});
