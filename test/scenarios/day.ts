import { expect } from "chai";
import { network } from "hardhat";

import { bareVenue } from "../../tasks/scenarios/day/market.ts";
import { runMarketDay, type MarketDay } from "../../tasks/scenarios/day/marketDay.ts";
import { brokenPromises } from "../../tasks/scenarios/day/promises.ts";
import { faultsOf, summarise, tables, type Summary } from "../../tasks/scenarios/day/summary.ts";
import type { Ending } from "../../tasks/scenarios/scenario.ts";
import { castOf, SCENARIOS } from "../../tasks/scenarios/scenarios.ts";

/** What whoever forfeits a bond gets, USDC units. */
const TIP = 250_000;

const connection = await network.create({ override: { allowBlocksWithSameTimestamp: true } });

describe("a market day of nineteen leads", () => {
  const lines: string[] = [];
  let day: MarketDay;
  let summary: Summary;

  before(async () => {
    await using venue = await bareVenue(connection);
    day = await runMarketDay(venue, {
      scenarios: castOf(19),
      seed: "test",
      progress: (line) => lines.push(line),
    });
    summary = await summarise(day);
  });

  it("keeps every promise", () => {
    expect(faultsOf(summary)).to.deep.equal([]);
    expect(day.broken).to.deep.equal([]);
  });

  it("ends every story as it must", () => {
    const states = summary.leads.map(({ scenario, state }) => [scenario, state]);
    expect(states).to.deep.equal([
      ["five bidders", "Sold"],
      ["tie of three", "Sold"],
      ["listed again", "Sold"],
      ["no bids", "Unsold"],
      ["never revealed", "Sold"],
      ["never delivered", "Undelivered"],
      ["unlicensed bidder", "Sold"],
      ["expired licence", "Sold"],
      ["sanctioned winner", "Undelivered"],
      ["German lead", "Sold"],
      ["offline bidder", "Sold"],
      ["opened by DON", "Sold"],
      ["bounty wins", "Sold"],
      ["bounty beaten", "Sold"],
      ["bounty out of budget", "Sold"],
      ["instant sale", "Sold"],
      ...Array.from({ length: 3 }, () => ["plain sale", "Sold"]),
    ]);
  });

  it("owes what it holds and has nothing locked", () => {
    const { balance, liabilities, locked } = summary.vault;
    expect({ balance, locked }).to.deep.equal({ balance: liabilities, locked: 0 });
  });

  it("lets every buyer, and no loser, read what was sold", () => {
    const sold = summary.leads.filter(({ state }) => state === "Sold");
    expect(summary.decrypted).to.equal(sold.length);
    expect(lines.filter((line) => line.includes("reads:"))).to.have.length(sold.length);
  });

  it("refuses whoever may not", () => {
    expect(summary.refused).to.deep.equal({
      loserDecrypt: true,
      recycled: true,
      forgedReport: true,
      tamperedProof: true,
      unlicensedBid: true,
      expiredBid: true,
      sanctionedBuyer: true,
      bidAcrossBorder: true,
    });
  });

  it("punishes nobody for what a sanction prevents, and takes no money of who cannot buy", () => {
    for (const name of ["Faye", "Gus", "Hana"]) {
      const { before: brought, after } = summary.accounts.find((one) => one.name === name) ?? {};
      expect(after, name).to.equal(brought);
    }
  });

  it("sells a German lead to a bidder in the United States with the regime's credential", () => {
    const german = summary.leads.find(({ scenario }) => scenario === "German lead");
    expect(german).to.include({ region: "DE", state: "Sold", bids: 1 });
  });

  it("sells a lead that nobody bid on at half of what its seller asked first", () => {
    const again = summary.leads.find(({ scenario }) => scenario === "listed again");
    expect(again).to.include({ bids: 3, price: Math.floor((again?.reserve ?? 0) * 1.15) });
    const asked = (2 * (again?.reserve ?? 0)) / 1_000_000;
    expect(lines.join("\n")).to.include(`nobody bid ${asked} USDC: listed again`);
  });

  it("gives half of a seller's bond to the buyer who got nothing, and forfeits to the treasury", () => {
    const gain = (name: string) => {
      const { before: brought = 0, after = 0 } =
        summary.accounts.find((one) => one.name === name) ?? {};
      return after - brought;
    };
    const told = lines.join("\n");
    const [, half] = /and ([\d.]+) USDC, half of the seller's bond/.exec(told) ?? [];
    const [, bond] = /bond of ([\d.]+) USDC forfeited/.exec(told) ?? [];
    const units = (dollars: string | undefined) => Math.round(Number(dollars) * 1_000_000);
    const fees = summary.leads.reduce((sum, { price }) => sum + Math.floor(price / 20), 0);
    expect(gain("Idle Leads")).to.be.closeTo(-2 * units(half), 1);
    expect(gain("treasury")).to.be.closeTo(fees + units(half) + units(bond) - TIP, 1);
  });

  it("tells how many bids were equal", () => {
    expect(lines.join("\n")).to.include("tie of three: 3 equal bids: the random word chose");
  });

  it("sells to standing offers, pays who matched them, and gives back what they did not spend", () => {
    const told = lines.join("\n");
    expect(told)
      .to.include("bounty meets no other lead: less is left of its budget")
      .and.match(/Ben takes all of the bounty's [\d.]+ USDC back/)
      .and.include("sold at once");
  });

  it("measures every operation", () => {
    expect(Object.keys(summary.gas)).to.have.members([
      "listPerLead",
      "commit",
      "commitFirst",
      "revealFirst",
      "revealHigh",
      "revealBatchPerBid",
      "deliver",
      "refund",
      "forfeit",
      "withdraw",
      "saleFiveBidders",
    ]);
  });

  describe("given a story that ended otherwise", () => {
    const OTHER = "0x00000000000000000000000000000000000000aA";

    for (const { name, short } of SCENARIOS) {
      it(`names the promises of ${short} that do not hold`, async () => {
        const ending = day.endings.find(({ listed }) => listed.scenario.short === short) as Ending;
        const { leadId, scenario } = ending.listed;
        const broken = await brokenPromises({ ...ending, state: "Voided", owner: OTHER });
        const promises = Object.keys(scenario.mustHold).map(
          (promise) => `Lead ${leadId}, ${name}, does not keep its promise: ${promise}.`,
        );
        expect(broken).to.have.length.above(0);
        expect(promises).to.include.members(broken);
      });
    }

    it("says so of a refusal that did not happen", async () => {
      const ending = day.endings.find(({ listed }) => listed.scenario.short === "german") as Ending;
      const { outcome, listed } = ending;
      const refused = { ...outcome.refused, bidAcrossBorder: false };
      expect(await brokenPromises({ ...ending, outcome: { ...outcome, refused } })).to.deep.equal([
        `Lead ${listed.leadId}, German lead, does not keep its promise: nobody bids across the border without the credential.`,
      ]);
    });
  });

  it("shows leads, accounts and gas in tables", () => {
    const text = tables(summary);
    for (const { vertical } of summary.leads) expect(text).to.include(vertical);
    for (const { name } of summary.accounts) expect(text).to.include(name);
    expect(text).to.include("whole sale with five bidders");
  });
});

describe("what is not as it must be", () => {
  it("is named, fault by fault", () => {
    const refused = {
      loserDecrypt: true,
      recycled: false,
      forgedReport: true,
      tamperedProof: true,
      unlicensedBid: true,
      expiredBid: true,
      sanctionedBuyer: true,
      bidAcrossBorder: true,
    };
    const open = { leadId: 3, state: "Delivery", closed: false } as Summary["leads"][number];
    const vault = { balance: 1, liabilities: 2, locked: 5 };
    expect(faultsOf({ leads: [open], vault, refused })).to.deep.equal([
      "The vault holds 1 and owes 2.",
      "5 USDC units are still locked.",
      "Lead 3 is still open in state Delivery.",
      "Not refused: recycled.",
    ]);
  });
});
