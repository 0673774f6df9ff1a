import { enableCompileCache } from "node:module";
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
import { configVariable, defineConfig } from "hardhat/config";
import type { HardhatPlugin } from "hardhat/types/plugins";

import { buildTask } from "./tasks/build/index.ts";
import { quietDependencies } from "./tasks/build/quiet-dependencies.ts";
import { rememberArtifacts } from "./tasks/build/remember-artifacts.ts";
import { agentTasks } from "./tasks/agent/index.ts";
import { auctionTasks } from "./tasks/auction/index.ts";
import { benchTasks } from "./tasks/bench/index.ts";
import { bidTasks } from "./tasks/bid/index.ts";
import { boardTasks } from "./tasks/board/index.ts";
import { bountyTasks } from "./tasks/bounty/index.ts";
import { answerFailuresInJson } from "./tasks/cli/jsonFailures.ts";
import { chainTasks } from "./tasks/chain/index.ts";
import { complianceTasks, credentialTasks } from "./tasks/compliance/index.ts";
import { gasTask } from "./tasks/gas/index.ts";
import { keyTasks } from "./tasks/key/index.ts";
import { keeperTasks } from "./tasks/keeper/index.ts";
import { leadTasks } from "./tasks/lead/index.ts";
import { chaosTask } from "./tasks/chaos/index.ts";
import { marketDayTask } from "./tasks/scenarios/index.ts";
import { mcpTask } from "./tasks/mcp/index.ts";
import { protocolTasks } from "./tasks/protocol/index.ts";
import { queryTask } from "./tasks/query/index.ts";
import { reserveTasks } from "./tasks/reserve/index.ts";
import { scoringTasks } from "./tasks/scoring/index.ts";
import { sellerTasks } from "./tasks/seller/index.ts";
import { soakTask } from "./tasks/soak/index.ts";
import { subgraphTasks } from "./tasks/subgraph/index.ts";
import { stackTasks } from "./tasks/stack/index.ts";
import { testTasks } from "./tasks/test/index.ts";
import { steadyClock } from "./tasks/test/steady-clock.ts";
import { verticalTasks } from "./tasks/vertical/index.ts";
import { vaultTasks } from "./tasks/vault/index.ts";

// What a task loads is compiled once, not by every command.
enableCompileCache(fileURLToPath(new URL("cache/node", import.meta.url)));

/** The plugin alone: its package's entry loads all that checks upgrades, which took a third of a command's start. */
const { default: openzeppelinUpgrades } = (await import(
  new URL("dist/plugin.js", import.meta.resolve("@openzeppelin/hardhat-upgrades/package.json")).href
)) as { readonly default: HardhatPlugin };

/** The compilers come from npm: nothing is downloaded at build time. */
const solc = (optimizerRuns: number) => ({
  version: "0.8.35",
  path: fileURLToPath(import.meta.resolve("solc/soljson.js")),
  settings: {
    evmVersion: "cancun",
    optimizer: { enabled: true, runs: optimizerRuns },
  },
});

/** For Chainlink's contracts that are pinned to this version (Data Streams). */
const legacySolc = {
  version: "0.8.19",
  path: fileURLToPath(import.meta.resolve("solc-0.8.19/soljson.js")),
  settings: { evmVersion: "paris", optimizer: { enabled: true, runs: 200 } },
};

/** EIP-7825. */
const MAX_TRANSACTION_GAS = 2n ** 24n;

declare module "hardhat/types/network" {
  interface ChainTypeConfig {
    defaultChainType: "op";
  }
}

answerFailuresInJson(process.argv.slice(2));

export default defineConfig({
  defaultChainType: "op",
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
    quietDependencies,
    rememberArtifacts,
    steadyClock,
  ],
  tasks: [
    ...agentTasks,
    ...auctionTasks,
    ...benchTasks,
    ...bidTasks,
    ...boardTasks,
    ...bountyTasks,
    buildTask,
    ...chainTasks,
    ...complianceTasks,
    ...credentialTasks,
    gasTask,
    ...keeperTasks,
    ...keyTasks,
    ...leadTasks,
    marketDayTask,
    chaosTask,
    mcpTask,
    ...protocolTasks,
    queryTask,
    ...reserveTasks,
    ...scoringTasks,
    ...sellerTasks,
    soakTask,
    ...stackTasks,
    ...subgraphTasks,
    ...testTasks,
    ...vaultTasks,
    ...verticalTasks,
  ],
  solidity: {
    profiles: {
      default: { compilers: [solc(200), legacySolc] },
      production: {
        // One compilation for all, as in daily work: a file apiece takes minutes, and EDR cannot read the output of a file without contracts.
        isolated: false,
        compilers: [solc(20_000), legacySolc],
        // Near the limit on code size: with more runs less than 500 bytes are left.
        overrides: {
          "contracts/AuctionHouse.sol": solc(200),
          "contracts/BountyMatcher.sol": solc(200),
          "contracts/CREVerifier.sol": solc(2_000),
          "contracts/compliance/ComplianceGate.sol": solc(1_000),
        },
      },
    },
    npmFilesToBuild: [
      "@chainlink/ace/packages/cross-chain-identity/src/CredentialRegistry.sol",
      "@chainlink/ace/packages/cross-chain-identity/src/IdentityRegistry.sol",
      "@chainlink/ace/packages/policy-management/src/core/PolicyEngine.sol",
      "@chainlink/contracts/src/v0.8/keystone/KeystoneForwarder.sol",
      "@chainlink/contracts/src/v0.8/vrf/dev/VRFCoordinatorV2_5_Optimism.sol",
      "@chainlink/contracts/src/v0.8/vrf/dev/testhelpers/VRFCoordinatorV2Plus_V2Example.sol",
      "@chainlink/contracts/src/v0.8/vrf/mocks/VRFCoordinatorV2_5Mock.sol",
      "@chainlink/contracts/src/v0.8/shared/mocks/MockV3Aggregator.sol",
      "@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0/FeeManager.sol",
      "@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0/RewardManager.sol",
      "@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0/Verifier.sol",
      "@chainlink/contracts/src/v0.8/llo-feeds/v0.5.0/VerifierProxy.sol",
      "@chainlink/contracts/src/v0.8/vendor/canonical-weth/WETH9.sol",
      "@openzeppelin/contracts/access/manager/AccessManager.sol",
      "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol",
      "@openzeppelin/contracts/proxy/transparent/ProxyAdmin.sol",
      "@openzeppelin/contracts/proxy/transparent/TransparentUpgradeableProxy.sol",
    ],
  },
  networks: {
    // A fixed limit, the most that a transaction may have: to estimate each one cost the tests more than all else.
    default: { type: "edr-simulated", chainType: "op", gas: MAX_TRANSACTION_GAS },
    localhost: { type: "http", chainType: "op", url: "http://127.0.0.1:8545" },
    base: {
      type: "http",
      chainType: "op",
      chainId: 8453,
      url: configVariable("BASE_RPC_URL"),
      accounts: [configVariable("BASE_DEPLOYER_KEY")],
    },
    baseSepolia: {
      type: "http",
      chainType: "op",
      chainId: 84532,
      url: configVariable("BASE_SEPOLIA_RPC_URL"),
      accounts: [configVariable("BASE_SEPOLIA_DEPLOYER_KEY")],
    },
  },
  test: {
    mocha: { timeout: 300_000, forbidOnly: true, forbidPending: true },
    // Longer campaigns by `CAMPAIGN_RUNS`. A failure is shown as it was found: to make it shorter would take hours.
    solidity: {
      invariant: {
        runs: Number(process.env.CAMPAIGN_RUNS ?? 96),
        depth: 200,
        failOnRevert: true,
        shrinkRunLimit: 0,
      },
    },
  },
  verify: { etherscan: { apiKey: configVariable("ETHERSCAN_API_KEY") } },
  paths: { ignition: "deploy" },
});
