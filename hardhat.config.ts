import { fileURLToPath } from "node:url";

import hardhatEthers from "@nomicfoundation/hardhat-ethers";
import hardhatIgnitionViem from "@nomicfoundation/hardhat-ignition-viem";
import hardhatKeystore from "@nomicfoundation/hardhat-keystore";
import hardhatMocha from "@nomicfoundation/hardhat-mocha";
import hardhatNetworkHelpers from "@nomicfoundation/hardhat-network-helpers";
import hardhatTypechain from "@nomicfoundation/hardhat-typechain";
import hardhatVerify from "@nomicfoundation/hardhat-verify";
import hardhatViem from "@nomicfoundation/hardhat-viem";
import hardhatViemAssertions from "@nomicfoundation/hardhat-viem-assertions";
import openzeppelinUpgrades from "@openzeppelin/hardhat-upgrades";
import { defineConfig } from "hardhat/config";

/** The compiler comes from npm: nothing is downloaded at build time. */
const solc = (optimizerRuns: number) => ({
  version: "0.8.35",
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: optimizerRuns },
  },
});

export default defineConfig({
  plugins: [
    hardhatEthers,
    hardhatIgnitionViem,
    hardhatKeystore,
    hardhatMocha,
    hardhatNetworkHelpers,
    hardhatTypechain,
    hardhatVerify,
    hardhatViem,
    hardhatViemAssertions,
    openzeppelinUpgrades,
  ],
  solidity: {
    profiles: {
      default: { compilers: [solc(200)] },
      production: { compilers: [solc(200)] },
    },
    npmFilesToBuild: [
      "@chainlink/contracts/src/v0.8/keystone/KeystoneForwarder.sol",
      "@chainlink/contracts/src/v0.8/vrf/mocks/VRFCoordinatorV2_5Mock.sol",
      "@chainlink/contracts/src/v0.8/shared/mocks/MockV3Aggregator.sol",
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
    ],
  },
  networks: {
    default: { type: "edr-simulated", chainType: "op" },
  },
  paths: { ignition: "deploy" },
});
