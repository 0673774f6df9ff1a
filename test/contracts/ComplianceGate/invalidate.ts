import { expect } from "chai";

import { by, setAsConfigurator, viem } from "../../fixtures/auctionHouse.ts";
import { complianceMarket } from "../../fixtures/compliance.ts";

const { assertions } = viem;

/** Two bidders with passes. */
async function remembered() {
  const m = await complianceMarket();
  const [first, second] = m.bidders;
  await m.receive(first);
  await m.receive(second);
  return { ...m, first, second, desk: { account: m.compliance.account } };
}

describe("ComplianceGate.invalidate", () => {
  it("should drop the account's passes at once, and no others", async () => {
    const { gate, first, second, desk, remembers } = await remembered();
    await assertions.emitWithArgs(
      gate.write.invalidate([first.address], desk),
      gate,
      "PassesDropped",
      [first.address],
    );
    expect([await remembers(first), await remembers(second)]).to.deep.equal([false, true]);
  });

  it("should not bar the account: it is asked again", async () => {
    const { gate, first, desk, remembers, receive } = await remembered();
    await gate.write.invalidate([first.address], desk);
    await receive(first);
    expect(await remembers(first)).to.equal(true);
  });

  it("reverts for a caller without the compliance role", async () => {
    const { gate, first } = await remembered();
    await assertions.revertWithCustomErrorWithArgs(
      gate.write.invalidate([first.address], by(first)),
      gate,
      "AccessManagedUnauthorized",
      [first.address],
    );
  });
});

describe("ComplianceGate.invalidateAll", () => {
  it("should drop everybody's passes at once", async () => {
    const { gate, first, second, desk, remembers } = await remembered();
    await assertions.emit(gate.write.invalidateAll(desk), gate, "AllPassesDropped");
    expect([await remembers(first), await remembers(second)]).to.deep.equal([false, false]);
  });

  it("reverts for a caller without the compliance role", async () => {
    const { gate, first } = await remembered();
    await assertions.revertWithCustomErrorWithArgs(
      gate.write.invalidateAll(by(first)),
      gate,
      "AccessManagedUnauthorized",
      [first.address],
    );
  });
});

describe("ComplianceGate, when rules change", () => {
  it("should drop everybody's passes with a country", async () => {
    const m = await remembered();
    await m.receive(m.first);
    const rules = await m.gate.read.countryOf(["0x5553"]);
    await setAsConfigurator(m, m.gate, "setCountry", "0x5553", ...rules);
    expect(await m.gate.getEvents.AllPassesDropped()).to.have.length(1);
  });

  it("should drop everybody's passes when a vertical demands something else, and only then", async () => {
    const m = await remembered();
    const [{ address }] = m.bidders;
    const [vertical] = [(await m.nft.read.leadOf([(await m.list()).leadId])).vertical];
    const rules = await m.registry.read.verticalOf([vertical]);
    const configure = (changes: object) =>
      setAsConfigurator(m, m.registry, "configureVertical", "solar.residential", {
        ...rules,
        ...changes,
      });
    await configure({ minReserve: rules.minReserve + 1n });
    expect(await m.gate.getEvents.AllPassesDropped()).to.have.length(0);
    await configure({ consentRequired: false, consentMaxAge: 0 });
    expect(await m.gate.getEvents.AllPassesDropped()).to.have.length(1);
    await m.receive({ address });
    await configure({ licenceRequired: true });
    expect(await m.gate.getEvents.AllPassesDropped()).to.have.length(1);
    expect(await m.remembers({ address })).to.equal(false);
  });
});
