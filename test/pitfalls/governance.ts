import { expect } from "chai";
import { encodeFunctionData, type Abi, type Address, type Hex } from "viem";

import { ROLES } from "../../deploy/sdk/codes/enums.ts";
import { freshMarket, networkHelpers, viem } from "../fixtures/auctionHouse.ts";
import type { Market } from "../fixtures/market.ts";

const { assertions } = viem;
const DAY = 86_400;
const [UPGRADER_DELAY, CONFIGURATOR_DELAY, GOVERNOR_DELAY] = [2 * DAY, DAY, 3 * DAY];
const [GRANT_DELAY, SETBACK] = [5 * DAY, 5 * DAY];

/** A call to a contract under the manager. */
interface Call {
  readonly to: { readonly address: Address; readonly abi: Abi };
  readonly name: string;
  readonly args: readonly unknown[];
}

/** The market when the delays of grants have begun to hold, and what its governors do. */
async function governed() {
  const m = await freshMarket();
  await networkHelpers.time.increase(SETBACK);
  const dataOf = ({ to, name, args }: Call): Hex =>
    encodeFunctionData({ abi: to.abi, functionName: name, args: [...args] });
  const schedule = ({ account }: Market["governor"], call: Call) =>
    m.accessManager.write.schedule([call.to.address, dataOf(call), 0], { account });
  const execute = ({ account }: Market["governor"], call: Call) =>
    m.accessManager.write.execute([call.to.address, dataOf(call)], { account });
  const cancel = (by: Market["governor"], scheduledBy: Market["governor"], call: Call) =>
    m.accessManager.write.cancel([scheduledBy.account.address, call.to.address, dataOf(call)], {
      account: by.account,
    });
  /** The operation is not scheduled. */
  const expectGone = async (by: Market["governor"], call: Call) =>
    assertions.revertWithCustomErrorWithArgs(
      execute(by, call),
      m.accessManager,
      "AccessManagerNotScheduled",
      [
        await m.accessManager.read.hashOperation([
          by.account.address,
          call.to.address,
          dataOf(call),
        ]),
      ],
    );
  return { ...m, schedule, execute, cancel, expectGone };
}

/** An upgrade of the vault to an implementation that somebody has slipped in. */
async function hostileUpgrade({ vault }: Market): Promise<Call> {
  const { address } = await viem.deployContract("GenesisImplementation");
  return { to: vault, name: "upgradeToAndCall", args: [address, "0x"] };
}

describe("Pitfalls of governance", () => {
  it("an upgrade by a stolen upgrader's key: the guardian cancels it while it is scheduled", async () => {
    const m = await governed();
    const { accessManager, upgrader, guardian } = m;
    const upgrade = await hostileUpgrade(m);
    await m.schedule(upgrader, upgrade);
    await networkHelpers.time.increase(UPGRADER_DELAY - 60);
    await assertions.emit(
      m.cancel(guardian, upgrader, upgrade),
      accessManager,
      "OperationCanceled",
    );
    await networkHelpers.time.increase(60);
    await m.expectGone(upgrader, upgrade);
  });

  it("an upgrade of ACE's engine: the guardian cancels it too", async () => {
    const m = await governed();
    const { upgrader, guardian, engineAdmin, engine } = m;
    const { address } = await viem.deployContract("FaultyPolicyEngine", [0]);
    const upgrade = {
      to: engineAdmin,
      name: "upgradeAndCall",
      args: [engine.address, address, "0x"],
    };
    await m.schedule(upgrader, upgrade);
    await m.cancel(guardian, upgrader, upgrade);
    await networkHelpers.time.increase(UPGRADER_DELAY);
    await m.expectGone(upgrader, upgrade);
  });

  it("fees that a stolen configurator's key changes: the guardian cancels that", async () => {
    const m = await governed();
    const { house, configurator, guardian, accounts } = m;
    const fees = { treasury: accounts.guardian, feeBps: 1_000, convenienceFee: 10_000_000 };
    const change = { to: house, name: "setFeeConfig", args: [fees] };
    await m.schedule(configurator, change);
    await m.cancel(guardian, configurator, change);
    await networkHelpers.time.increase(CONFIGURATOR_DELAY);
    await m.expectGone(configurator, change);
  });

  it("a stranger who cancels what is scheduled: only caller, guardian and governor can", async () => {
    const m = await governed();
    const { accessManager, upgrader, compliance } = m;
    const upgrade = await hostileUpgrade(m);
    await m.schedule(upgrader, upgrade);
    await assertions.revertWithCustomError(
      m.cancel(compliance, upgrader, upgrade),
      accessManager,
      "AccessManagerUnauthorizedCancel",
    );
  });

  it("an upgrader that the governor makes overnight: a grant is announced, and takes five days more", async () => {
    const m = await governed();
    const { accessManager, governor, deployer } = m;
    const accomplice = deployer.account.address;
    const grant = { to: accessManager, name: "grantRole", args: [ROLES.UPGRADER, accomplice, 0] };
    await m.schedule(governor, grant);
    await networkHelpers.time.increase(GOVERNOR_DELAY);
    await m.execute(governor, grant);
    const upgrade = await hostileUpgrade(m);
    await networkHelpers.time.increase(GRANT_DELAY - 60);
    await assertions.revertWithCustomErrorWithArgs(
      m.execute(deployer, upgrade),
      accessManager,
      "AccessManagerUnauthorizedCall",
      [accomplice, m.vault.address, "0x4f1ef286"],
    );
    await networkHelpers.time.increase(60);
    expect(await accessManager.read.hasRole([ROLES.UPGRADER, accomplice])).to.deep.equal([true, 0]);
  });

  it("a grant delay that the governor drops first: that takes five days too", async () => {
    const m = await governed();
    const { accessManager, governor } = m;
    const drop = { to: accessManager, name: "setGrantDelay", args: [ROLES.UPGRADER, 0] };
    await m.schedule(governor, drop);
    await networkHelpers.time.increase(GOVERNOR_DELAY);
    await m.execute(governor, drop);
    const delay = () => accessManager.read.getRoleGrantDelay([ROLES.UPGRADER]);
    await networkHelpers.time.increase(GRANT_DELAY - 60);
    expect(await delay()).to.equal(GRANT_DELAY);
    await networkHelpers.time.increase(60);
    expect(await delay()).to.equal(0);
  });

  it("a stolen guardian's key that keeps its role: what the governor has scheduled it cannot cancel", async () => {
    const m = await governed();
    const { accessManager, governor, guardian } = m;
    const dismissal = {
      to: accessManager,
      name: "revokeRole",
      args: [ROLES.GUARDIAN, guardian.account.address],
    };
    await m.schedule(governor, dismissal);
    await assertions.revertWithCustomError(
      m.cancel(guardian, governor, dismissal),
      accessManager,
      "AccessManagerUnauthorizedCancel",
    );
    await networkHelpers.time.increase(GOVERNOR_DELAY);
    await m.execute(governor, dismissal);
    const [isMember] = await accessManager.read.hasRole([ROLES.GUARDIAN, guardian.account.address]);
    expect(isMember).to.equal(false);
  });
});
