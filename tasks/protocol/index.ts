import { emptyTask, task } from "hardhat/config";
import { ArgumentType } from "hardhat/types/arguments";

import { built } from "../cli/built.ts";
import { clientTask, DRY_RUN_FLAG, jsonTask, writingTask, YES_FLAG } from "../cli/taskOptions.ts";

const profileOption = {
  name: "profile",
  description: "Build profile of the deployment",
  type: ArgumentType.STRING,
  defaultValue: "production",
} as const;

/** `hardhat protocol …`: how a deployment is. */
export const protocolTasks = [
  emptyTask("protocol", "See how a deployment and what it depends on are").build(),
  jsonTask(
    ["protocol", "deploy"],
    "Deploy everything to the live network of --network, from its first account, and say what comes next; tells the cost first; goes on where it was stopped",
  )
    .addOption({
      name: "parameters",
      description:
        "File with the parameters that are yours, such as my-base.json, in the form of deploy/parameters/own.example.json; none by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption(profileOption)
    .addFlag(DRY_RUN_FLAG)
    .addFlag({
      ...YES_FLAG,
      description: "Deploy without asking; once it is agreed to, nothing more is asked",
    })
    .setAction(built(() => import("./deploy/action.ts")))
    .build(),
  jsonTask(
    ["protocol", "don-key"],
    "Show the public key of a secret that packages are sealed to, for the parameters of a deployment and for setDonKey",
  )
    .addPositionalArgument({
      name: "secret",
      description:
        "The configuration variable with the secret, such as LEAD_KEY_2: environment or keystore",
    })
    .setAction(built(() => import("./donKey.ts")))
    .build(),
  clientTask(
    ["protocol", "status"],
    "Check VRF, workflows, feeds, sequencer, reserves, the DON's key and the pause; fails if anything needs action, and says what to do",
  )
    .addOption({
      name: "leastVrf",
      description:
        "Below this the VRF subscription is low, in LINK or the native token, such as 5; 5 LINK or 0.01 by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./status.ts")))
    .build(),
  clientTask(
    ["protocol", "roles"],
    "Show who holds which role, what each may call after which delay, and which calls are scheduled",
  )
    .setAction(built(() => import("./roles.ts")))
    .build(),
  writingTask(
    ["protocol", "set"],
    "Call a function as the holder of its role: executes at once without a delay, else schedules, and executes when repeated after the delay",
  )
    .addPositionalArgument({
      name: "contract",
      description:
        "Its name in the deployment: manager, registry, nft, verifier, vault, house, pricer, tieBreaker, keeper, matcher, gate, identities, credentials, issuancePolicy, policyEngine, or an admin of these such as policyEngineAdmin",
    })
    .addPositionalArgument({
      name: "functionName",
      description: "The function, such as setRoyalty; `npx hardhat protocol roles` lists them",
    })
    .addVariadicArgument({
      name: "args",
      description:
        "Its arguments in order, none by default, such as 250, or registry setRegionRestriction solar US-CA true; lists and tuples as JSON, such as '{\"feeBps\": 250}'",
      defaultValue: [],
    })
    .setAction(built(() => import("./set.ts")))
    .build(),
  writingTask(
    ["protocol", "pause"],
    "Stop new listings, bids and deposits at once; exits stay open; for the guardian",
  )
    .setAction(built(() => import("./pause.ts")))
    .build(),
  writingTask(
    ["protocol", "unpause"],
    "End the pause: schedules the call, and executes it when repeated after the delay; for the configurator",
  )
    .setAction(built(() => import("./unpause.ts")))
    .build(),
  writingTask(
    ["protocol", "cancel"],
    "Cancel a scheduled call; for who scheduled it, the guardian and the governor",
  )
    .addPositionalArgument({
      name: "operation",
      description:
        "The scheduled call's id, 32 bytes in hexadecimal, such as `npx hardhat protocol roles` shows",
    })
    .setAction(built(() => import("./cancel.ts")))
    .build(),
  writingTask(["protocol", "renounce"], "Give up a role of yours, at once")
    .addPositionalArgument({
      name: "role",
      description:
        "The role, such as guardian: governor, upgrader, configurator, guardian or compliance",
    })
    .setAction(built(() => import("./renounce.ts")))
    .build(),
  clientTask(
    ["protocol", "verify-bytecode"],
    "Compare the code of every contract, proxy, implementation and library with a local build; fails if a byte differs",
  )
    .addOption(profileOption)
    .setAction(built(() => import("./verifyBytecode.ts")))
    .build(),
  writingTask(
    ["protocol", "upgrade"],
    "Check, deploy and schedule a contract's new implementation, make or take back what is scheduled; without a contract list it",
  )
    .addPositionalArgument({
      name: "contract",
      description: "Name of a contract behind a proxy, such as house",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "execute", description: "Make the upgrade that is scheduled" })
    .addFlag({
      name: "cancel",
      description: "Take back the upgrade that is scheduled: the guardian",
    })
    .addOption(profileOption)
    .addOption({
      name: "forwarder",
      description:
        "Address that the DON's reports come from, such as 0xF8344CFd5c43616a4366C34E3EEE75af79a74482; as the network's parameters say by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .setAction(built(() => import("./upgrade.ts")))
    .build(),
  task(
    ["protocol", "verify"],
    "Publish the sources of every contract that Ignition has deployed, and of upgrades, at Etherscan, Blockscout and Sourcify",
  )
    .addOption(profileOption)
    .addOption({
      name: "provider",
      description:
        "Only there, such as sourcify: etherscan, blockscout or sourcify; all three by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addOption({
      name: "artifact",
      description: "Only contracts of this artifact, such as AuctionHouse; all by default",
      type: ArgumentType.STRING_WITHOUT_DEFAULT,
      defaultValue: undefined,
    })
    .addFlag({ name: "json", description: "Print one JSON object in the last line" })
    .setAction(built(() => import("./verify.ts")))
    .build(),
  task(
    ["protocol", "layouts"],
    "Write the contracts' storage layouts to deploy/layouts, unless a deployment could not take them over",
  )
    .addFlag({ name: "json", description: "Print one JSON object in the last line" })
    .setAction(built(() => import("./layouts.ts")))
    .build(),
];
