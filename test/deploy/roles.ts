import { expect } from "chai";
import { network } from "hardhat";
import { encodeFunctionData, toFunctionSelector, zeroHash, type AbiFunction } from "viem";

import { PERMISSIONS, type ProtocolContractName } from "../../deploy/roles.ts";
import { ROLES, type RoleName } from "../../deploy/sdk/codes/enums.ts";
import { loadParameters } from "../../deploy/parameters/loadParameters.ts";
import { deployedProtocol } from "../fixtures/protocol.ts";

const DAY = 86_400;
const PUBLIC_ROLE = 2n ** 64n - 1n;
const HOLDERS = {
  GOVERNOR: "governor",
  UPGRADER: "upgrader",
  CONFIGURATOR: "configurator",
  GUARDIAN: "guardian",
  COMPLIANCE: "compliance",
} as const;
const DELAYS = {
  GOVERNOR: 3 * DAY,
  UPGRADER: 2 * DAY,
  CONFIGURATOR: DAY,
  GUARDIAN: 0,
  COMPLIANCE: 0,
} as const;
/** What a grant of any role takes at least. */
const GRANT_DELAY = 5 * DAY;
/** `AccessManager.minSetback`: a longer delay, of the admin over a target or of grants, starts to hold this much later. */
const MIN_SETBACK = 5 * DAY;
const roleNames = Object.keys(ROLES) as RoleName[];

const { viem, networkHelpers } = await network.create();

async function setUp() {
  const protocol = await networkHelpers.loadFixture(deployedProtocol);
  const { registry, nft, verifier, vault, house, pricer, tieBreaker, keeper, gate } = protocol;
  const { issuancePolicy, matcher } = protocol;
  const targets = {
    VerticalRegistry: registry,
    LeadNFT: nft,
    CREVerifier: verifier,
    PersonalEscrowVault: vault,
    AuctionHouse: house,
    ReservePricer: pricer,
    VRFTieBreaker: tieBreaker,
    AuctionKeeper: keeper,
    BountyMatcher: matcher,
    ComplianceGate: gate,
    IssuancePolicy: issuancePolicy,
  } satisfies Record<ProtocolContractName, unknown>;
  return { ...protocol, targets };
}

const contractNames = Object.keys(PERMISSIONS) as ProtocolContractName[];

/** The role that `PERMISSIONS` gives a function; the governor's where it is silent. */
function expectedRole(contract: ProtocolContractName, name: string): bigint {
  const byRole: Partial<Record<RoleName, readonly string[]>> = PERMISSIONS[contract];
  const role = roleNames.find((candidate) => byRole[candidate]?.includes(name));
  return ROLES[role ?? "GOVERNOR"];
}

describe("Roles after deployment", () => {
  describe("given the deployer", () => {
    it("should hold no role", async () => {
      const { accessManager, accounts } = await setUp();
      for (const role of roleNames) {
        const [isMember] = await accessManager.read.hasRole([ROLES[role], accounts.deployer]);
        expect(isMember, role).to.equal(false);
      }
    });

    it("reverts when it tries to grant itself the admin role", async () => {
      const { accessManager, accounts } = await setUp();
      await viem.assertions.revertWithCustomErrorWithArgs(
        accessManager.write.grantRole([ROLES.GOVERNOR, accounts.deployer, 0]),
        accessManager,
        "AccessManagerUnauthorizedAccount",
        [accounts.deployer, ROLES.GOVERNOR],
      );
    });

    it("reverts when it tries to configure", async () => {
      const { house, accounts } = await setUp();
      await viem.assertions.revertWithCustomErrorWithArgs(
        house.write.setFeeConfig([{ treasury: accounts.deployer, feeBps: 0, convenienceFee: 0 }]),
        house,
        "AccessManagedUnauthorized",
        [accounts.deployer],
      );
    });
  });

  for (const role of roleNames) {
    describe(`given the ${HOLDERS[role]}`, () => {
      it(`should be the only holder, with a delay of ${DELAYS[role] / DAY} days`, async () => {
        const { accessManager, accounts } = await setUp();
        for (const [name, account] of Object.entries(accounts)) {
          const held = await accessManager.read.hasRole([ROLES[role], account]);
          expect(held, name).to.deep.equal(
            name === HOLDERS[role] ? [true, DELAYS[role]] : [false, 0],
          );
        }
      });

      const guard = role === "GOVERNOR" ? "GOVERNOR" : "GUARDIAN";
      it(`should be administered by the governor and guarded by the ${HOLDERS[guard]}`, async () => {
        const { accessManager } = await setUp();
        expect(await accessManager.read.getRoleAdmin([ROLES[role]])).to.equal(ROLES.GOVERNOR);
        expect(await accessManager.read.getRoleGuardian([ROLES[role]])).to.equal(ROLES[guard]);
      });

      it("should take 5 days to be granted, once the setback is over", async () => {
        const { accessManager } = await setUp();
        const delay = () => accessManager.read.getRoleGrantDelay([ROLES[role]]);
        expect(await delay()).to.equal(0);
        await networkHelpers.time.increase(MIN_SETBACK);
        expect(await delay()).to.equal(GRANT_DELAY);
      });
    });
  }

  for (const contract of contractNames) {
    describe(`given ${contract}`, () => {
      it("should obey the manager", async () => {
        const { targets, accessManager } = await setUp();
        expect((await targets[contract].read.authority()).toLowerCase()).to.equal(
          accessManager.address.toLowerCase(),
        );
      });

      it("should give each function the role of the table and none to the public", async () => {
        const { targets, accessManager } = await setUp();
        const { abi, address } = targets[contract];
        const functions = (abi as readonly { type: string }[]).filter(
          (item): item is AbiFunction => item.type === "function",
        );
        for (const item of functions) {
          const role = await accessManager.read.getTargetFunctionRole([
            address,
            toFunctionSelector(item),
          ]);
          expect(role, item.name).to.equal(expectedRole(contract, item.name));
          expect(role, item.name).to.not.equal(PUBLIC_ROLE);
        }
      });

      it("should be administered with a delay of 5 days once the setback is over", async () => {
        const { targets, accessManager } = await setUp();
        const { address } = targets[contract];
        expect(await accessManager.read.getTargetAdminDelay([address])).to.equal(0);
        await networkHelpers.time.increase(MIN_SETBACK);
        expect(await accessManager.read.getTargetAdminDelay([address])).to.equal(5 * DAY);
      });
    });
  }

  describe("given the configurator", () => {
    it("reverts when it has not scheduled the call", async () => {
      const { house, accessManager, configurator, accounts } = await setUp();
      const config = { treasury: accounts.treasury, feeBps: 100, convenienceFee: 0 };
      const { account } = configurator;
      const data = encodeFunctionData({
        abi: house.abi,
        functionName: "setFeeConfig",
        args: [config],
      });
      const operation = [account.address, house.address, data] as const;
      const operationId = await accessManager.read.hashOperation(operation);
      await viem.assertions.revertWithCustomErrorWithArgs(
        house.write.setFeeConfig([config], { account }),
        accessManager,
        "AccessManagerNotScheduled",
        [operationId],
      );
    });

    it("should configure a day after it has scheduled", async () => {
      const { house, accessManager, configurator, accounts } = await setUp();
      const config = { treasury: accounts.treasury, feeBps: 100, convenienceFee: 0 };
      const { account } = configurator;
      const data = encodeFunctionData({
        abi: house.abi,
        functionName: "setFeeConfig",
        args: [config],
      });
      await accessManager.write.schedule([house.address, data, 0], { account });
      await networkHelpers.time.increase(DELAYS.CONFIGURATOR);
      await viem.assertions.emitWithArgs(
        house.write.setFeeConfig([config], { account }),
        house,
        "FeeConfigSet",
        [config],
      );
    });
  });

  describe("given the guardian", () => {
    it("should pause at once", async () => {
      const { vault, guardian } = await setUp();
      await viem.assertions.emitWithArgs(
        vault.write.pause({ account: guardian.account }),
        vault,
        "PauseSet",
        [true, guardian.account.address],
      );
    });

    it("reverts when it unpauses", async () => {
      const { vault, guardian } = await setUp();
      await viem.assertions.revertWithCustomErrorWithArgs(
        vault.write.unpause({ account: guardian.account }),
        vault,
        "AccessManagedUnauthorized",
        [guardian.account.address],
      );
    });
  });
});

describe("Deployment parameters", () => {
  for (const name of ["base", "base-sepolia"] as const) {
    describe(`given ${name}`, () => {
      it("should leave nobody's account to a default", async () => {
        const parameters = await loadParameters(name);
        expect(parameters["Roles"]).to.have.keys([
          "governorDelay",
          "upgraderDelay",
          "configuratorDelay",
          "guardianDelay",
          "complianceDelay",
          "targetAdminDelay",
          "grantDelay",
        ]);
        expect(parameters["Roles"]?.["grantDelay"]).to.be.at.least(GRANT_DELAY);
        expect(parameters["Market"]).to.not.have.property("treasury");
        expect(parameters["Leads"]).to.not.have.any.keys("workflowOwner", "donKeyX", "donKeyY");
        expect(parameters["Oracles"]).to.not.have.property("vrfSubscriptionId");
        expect(parameters["Oracles"]).to.have.property("btcStreamId", zeroHash);
      });
    });
  }
});
