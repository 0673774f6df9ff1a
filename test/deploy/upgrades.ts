import { upgrades } from "@openzeppelin/hardhat-upgrades/viem";
import hre, { network } from "hardhat";
import {
  encodeFunctionData,
  getAbiItem,
  getAddress,
  zeroAddress,
  type Abi,
  type AbiFunction,
  type Address,
} from "viem";

import { artifactOf } from "../../deploy/artifactOf.ts";
import { PERMISSIONS, type ProtocolContractName } from "../../deploy/roles.ts";
import { deployedProtocol } from "../fixtures/protocol.ts";
import { zeroValue } from "../fixtures/zeroValue.ts";

const DAY = 86_400;
/** `keccak256("eip1967.proxy.implementation") - 1`. */
const IMPLEMENTATION_SLOT = "0x360894a13ba1a3210667c828492db98dca3e2076cc3735a920a3ca505d382bbc";

/** Libraries that an implementation links: their code is validated with it, their address does not matter here. */
const LIBRARIES: Partial<Record<ProtocolContractName, Record<string, Address>>> = {
  AuctionHouse: {
    AuctionListingLogic: zeroAddress,
    AuctionEndsLogic: zeroAddress,
    AuctionTiesLogic: zeroAddress,
    AuctionOffersLogic: zeroAddress,
  },
};

const connection = await network.create();
const { viem, networkHelpers } = connection;
const { validateImplementation } = await upgrades(hre, connection);
const contractNames = Object.keys(PERMISSIONS) as ProtocolContractName[];

async function setUp() {
  const protocol = await networkHelpers.loadFixture(deployedProtocol);
  const { registry, nft, verifier, vault, house, pricer, tieBreaker, keeper, gate } = protocol;
  const proxies: Record<ProtocolContractName, Address> = {
    VerticalRegistry: registry.address,
    LeadNFT: nft.address,
    CREVerifier: verifier.address,
    PersonalEscrowVault: vault.address,
    AuctionHouse: house.address,
    ReservePricer: pricer.address,
    VRFTieBreaker: tieBreaker.address,
    AuctionKeeper: keeper.address,
    BountyMatcher: protocol.matcher.address,
    ComplianceGate: gate.address,
    IssuancePolicy: protocol.issuancePolicy.address,
  };
  return { ...protocol, proxies };
}

async function implementationOf(proxy: Address): Promise<Address> {
  const client = await viem.getPublicClient();
  const slot = await client.getStorageAt({ address: proxy, slot: IMPLEMENTATION_SLOT });
  return getAddress(`0x${(slot ?? "0x").slice(-40)}`);
}

describe("Upgrades", () => {
  for (const name of contractNames) {
    describe(`given ${name}`, () => {
      it("should be a safe UUPS implementation", async () => {
        const options = {
          kind: "uups",
          constructorArgs: await zeros(name),
          libraries: LIBRARIES[name] ?? {},
        } as const;
        await validateImplementation(name, options);
      });

      it("reverts when the implementation is initialised", async () => {
        const { proxies } = await setUp();
        const implementation = await viem.getContractAt(
          "VerticalRegistry",
          await implementationOf(proxies[name]),
        );
        await viem.assertions.revertWithCustomError(
          initialize(name, implementation.address),
          implementation,
          "InvalidInitialization",
        );
      });

      it("reverts when the proxy is initialised again", async () => {
        const { proxies, registry } = await setUp();
        await viem.assertions.revertWithCustomError(
          initialize(name, proxies[name]),
          registry,
          "InvalidInitialization",
        );
      });

      it("reverts when anyone but the upgrader upgrades", async () => {
        const { proxies, registry, deployer, governor, configurator, guardian } = await setUp();
        const proxy = await viem.getContractAt("VerticalRegistry", proxies[name]);
        const implementation = await implementationOf(proxies[name]);
        for (const { account } of [deployer, governor, configurator, guardian]) {
          await viem.assertions.revertWithCustomErrorWithArgs(
            proxy.write.upgradeToAndCall([implementation, "0x"], { account }),
            registry,
            "AccessManagedUnauthorized",
            [getAddress(account.address)],
          );
        }
      });

      it("reverts when the upgrader comes before its two days are over", async () => {
        const { proxies, accessManager, upgrader } = await setUp();
        const proxy = await viem.getContractAt("VerticalRegistry", proxies[name]);
        const args = [await implementationOf(proxies[name]), "0x"] as const;
        const data = encodeFunctionData({
          abi: proxy.abi,
          functionName: "upgradeToAndCall",
          args,
        });
        const { account } = upgrader;
        await accessManager.write.schedule([proxy.address, data, 0], { account });
        await networkHelpers.time.increase(2 * DAY - 60);
        const operation = [account.address, proxy.address, data] as const;
        const operationId = await accessManager.read.hashOperation(operation);
        await viem.assertions.revertWithCustomErrorWithArgs(
          proxy.write.upgradeToAndCall(args, { account }),
          accessManager,
          "AccessManagerNotReady",
          [operationId],
        );
      });

      it("should be upgraded two days after the upgrader has scheduled it", async () => {
        const { proxies, accessManager, upgrader } = await setUp();
        const proxy = await viem.getContractAt("VerticalRegistry", proxies[name]);
        const implementation = await implementationOf(proxies[name]);
        const args = [implementation, "0x"] as const;
        const data = encodeFunctionData({
          abi: proxy.abi,
          functionName: "upgradeToAndCall",
          args,
        });
        const { account } = upgrader;
        await accessManager.write.schedule([proxy.address, data, 0], { account });
        await networkHelpers.time.increase(2 * DAY);
        await viem.assertions.emitWithArgs(
          proxy.write.upgradeToAndCall(args, { account }),
          proxy,
          "Upgraded",
          [implementation],
        );
      });
    });
  }

  describe("given GenesisImplementation", () => {
    it("should be a safe UUPS implementation", async () => {
      await validateImplementation("GenesisImplementation", { kind: "uups" });
    });

    it("reverts when anyone but its deployer chooses a proxy's first implementation", async () => {
      const { governor, registry } = await setUp();
      const genesis = await viem.deployContract("GenesisImplementation");
      const read = encodeFunctionData({
        abi: genesis.abi,
        functionName: "UPGRADE_INTERFACE_VERSION",
      });
      const proxy = await viem.deployContract("ERC1967Proxy", [genesis.address, read]);
      const fresh = await viem.getContractAt("GenesisImplementation", proxy.address);
      await viem.assertions.revertWithCustomErrorWithArgs(
        fresh.write.upgradeToAndCall([await implementationOf(registry.address), "0x"], {
          account: governor.account,
        }),
        genesis,
        "GenesisImplementation_NotDeployer",
        [getAddress(governor.account.address)],
      );
    });

    it("reverts when its deployer comes back after the protocol is in place", async () => {
      const { registry, deployer } = await setUp();
      const genesis = await viem.deployContract("GenesisImplementation");
      await viem.assertions.revertWithCustomErrorWithArgs(
        registry.write.upgradeToAndCall([genesis.address, "0x"]),
        registry,
        "AccessManagedUnauthorized",
        [getAddress(deployer.account.address)],
      );
    });
  });
});

/** Zeros for the constructor of `name`: what validation needs to know the code. */
async function zeros(name: ProtocolContractName) {
  const abi = (await artifactOf(name)).abi as Abi;
  const constructor = abi.find((item) => item.type === "constructor");
  return (constructor?.inputs ?? []).map(zeroValue);
}

/** Calls `initialize` of `name` at `address` with zeros, which a first call would refuse for other reasons. */
async function initialize(name: ProtocolContractName, address: Address) {
  const abi = (await artifactOf(name)).abi as Abi;
  const initializer = getAbiItem({ abi, name: "initialize" }) as AbiFunction;
  const [wallet] = await viem.getWalletClients();
  return wallet?.sendTransaction({
    to: address,
    data: encodeFunctionData({
      abi: [initializer],
      functionName: "initialize",
      args: initializer.inputs.map(zeroValue),
    }),
  });
}
