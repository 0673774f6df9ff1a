import { expect } from "chai";
import { network } from "hardhat";
import {
  encodeFunctionData,
  getAddress,
  keccak256,
  stringToHex,
  zeroHash,
  type Address,
  type Hex,
} from "viem";

import { ACE_PERMISSIONS, type AceContractName } from "../../deploy/roles.ts";
import { ROLES } from "../../deploy/sdk/codes/enums.ts";
import { selectorsOf } from "../../deploy/selectorsOf.ts";
import { deployedProtocol } from "../fixtures/protocol.ts";

const DAY = 86_400;
/** `keccak256("eip1967.proxy.admin") - 1`. */
const ADMIN_SLOT = "0xb53127684a568b3173ae13b9f8a6016e243e63b6e8ee1178d6a717850b5d6103";
const ENGINE_ROLES = [
  zeroHash,
  ...["ADMIN_ROLE", "POLICY_CONFIG_ADMIN_ROLE"].map((name) => keccak256(stringToHex(name))),
];

const { viem, networkHelpers } = await network.create();

async function setUp() {
  const protocol = await networkHelpers.loadFixture(deployedProtocol);
  const { engine, identities, credentials } = protocol;
  const addresses: Record<AceContractName, Address> = {
    PolicyEngine: engine.address,
    IdentityRegistry: identities.address,
    CredentialRegistry: credentials.address,
  };
  return { ...protocol, addresses };
}

/** Who may upgrade a transparent proxy. */
async function proxyAdminOf(proxy: Address) {
  const client = await viem.getPublicClient();
  const slot = await client.getStorageAt({ address: proxy, slot: ADMIN_SLOT });
  return viem.getContractAt("ProxyAdmin", getAddress(`0x${(slot ?? "").slice(-40)}`));
}

describe("ACE after deployment", () => {
  for (const name of Object.keys(ACE_PERMISSIONS) as AceContractName[]) {
    describe(`given ${name}`, () => {
      it("should be upgraded by the upgrader alone, through the manager, after two days", async () => {
        const { addresses, accessManager, upgrader, accounts } = await setUp();
        const admin = await proxyAdminOf(addresses[name]);
        expect(await admin.read.owner()).to.equal(getAddress(accessManager.address));
        const implementation = await viem.deployContract(name as "PolicyEngine");
        const data = encodeFunctionData({
          abi: admin.abi,
          functionName: "upgradeAndCall",
          args: [addresses[name], implementation.address, "0x"],
        });
        const call = [admin.address, data] as const;
        const { account } = upgrader;
        await viem.assertions.revertWithCustomErrorWithArgs(
          accessManager.write.execute(call),
          accessManager,
          "AccessManagerUnauthorizedCall",
          [accounts.deployer, getAddress(admin.address), data.slice(0, 10) as Hex],
        );
        await accessManager.write.schedule([...call, 0], { account });
        await networkHelpers.time.increase(2 * DAY);
        await accessManager.write.execute(call, { account });
      });

      it("should give each function the role of the table", async () => {
        const { addresses, accessManager } = await setUp();
        const byRole: { COMPLIANCE?: readonly string[] } = ACE_PERMISSIONS[name];
        for (const selector of await selectorsOf(name, byRole.COMPLIANCE ?? [])) {
          const role = await accessManager.read.getTargetFunctionRole([addresses[name], selector]);
          expect(role).to.equal(ROLES.COMPLIANCE);
        }
      });
    });
  }

  it("should leave the engine to the manager, and nothing to the deployer", async () => {
    const { engine, accessManager, accounts } = await setUp();
    for (const role of ENGINE_ROLES) {
      expect(await engine.read.hasRole([role, accessManager.address])).to.equal(true);
      expect(await engine.read.hasRole([role, accounts.deployer])).to.equal(false);
    }
  });

  it("should leave the registries to the manager", async () => {
    const { identities, credentials, accessManager } = await setUp();
    for (const registry of [identities, credentials]) {
      expect(await registry.read.owner()).to.equal(getAddress(accessManager.address));
    }
  });

  it("should be asked by the gate, which is its own policy there", async () => {
    const { engine, gate } = await setUp();
    const [decide = "0x"] = await selectorsOf("ComplianceGate", ["decide"]);
    expect(getAddress(await gate.read.policyEngine())).to.equal(getAddress(engine.address));
    expect(await engine.read.getPolicies([gate.address, decide])).to.deep.equal([
      getAddress(gate.address),
    ]);
  });

  it("should deny by default: without its policy nobody passes the gate", async () => {
    const { engine, gate, accessManager, governor, accounts } = await setUp();
    const [decide = "0x"] = await selectorsOf("ComplianceGate", ["decide"]);
    const data = encodeFunctionData({
      abi: engine.abi,
      functionName: "removePolicy",
      args: [gate.address, decide, gate.address],
    });
    const { account } = governor;
    await accessManager.write.schedule([engine.address, data, 0], { account });
    await networkHelpers.time.increase(3 * DAY);
    await accessManager.write.execute([engine.address, data], { account });
    const vertical = keccak256(stringToHex("solar"));
    await viem.assertions.revertWithCustomErrorWithArgs(
      gate.read.checkReceiver([accounts.deployer, vertical, "0x555300000000"]),
      gate,
      "ComplianceGate_Denied",
      [
        accounts.deployer,
        1,
        vertical,
        "0x555300000000",
        "no policy allowed the action and default is reject",
      ],
    );
  });
});
