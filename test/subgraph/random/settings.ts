import {
  keccak256,
  stringToHex,
  toFunctionSelector,
  zeroAddress,
  zeroHash,
  type Abi,
  type Address,
} from "viem";

import { ROLES } from "../../../deploy/sdk/codes/enums.ts";
import { regionToHex } from "../../../deploy/sdk/lead/region.ts";
import type { Wallet } from "../../../deploy/sdk/wallet.ts";
import { VERTICAL } from "../../fixtures/market.ts";
import { BTC_STREAM, ETH_STREAM } from "../../fixtures/reservePricer.ts";
import { pick, type Move } from "../../contracts/model/move.ts";
import type { Scene } from "./scene.ts";

const DAY = 86_400;
/** A role that the deployment does not know. */
const AUDITOR = 9n;
const NEW_VERTICAL = "solar.rooftop";
const REGIONS = ["US-CA", "US-MA", "CA"] as const;

/** A restricted call: by whom, on which contract, with which delay in seconds. */
export interface Setting {
  readonly by: Wallet;
  readonly on: { readonly address: Address; readonly abi: unknown };
  readonly call: string;
  readonly args: readonly unknown[];
  readonly delay: number;
  readonly after?: () => Promise<void>;
}

type Draft = (scene: Scene, move: Move) => Promise<Setting> | Setting;

const configure = (
  { stage }: Scene,
  on: Setting["on"],
  call: string,
  args: readonly unknown[],
  after?: Setting["after"],
): Setting => ({
  ...{ by: stage.configurator, on, call, args, delay: DAY },
  ...(after ? { after } : {}),
});
const govern = ({ stage }: Scene, call: string, args: readonly unknown[], delay = 3 * DAY) => ({
  ...{ by: stage.governor, on: stage.accessManager, call, args, delay },
});

/** A feed with its Data Streams id. */
async function setFeed(scene: Scene, { amount, entropy }: Move): Promise<Setting> {
  const asset = amount % 2;
  const feed = await scene.stage.pricer.read.feedOf([asset]);
  const streamId = pick([BTC_STREAM, ETH_STREAM], asset);
  const config = { ...feed, margin: 300 + (entropy % 600), streamId };
  return configure(scene, scene.stage.pricer, "setFeed", [asset, config]);
}

function setStreamsVerifier(scene: Scene): Setting {
  const { verifierProxy } = scene.streams;
  return configure(scene, scene.stage.pricer, "setStreamsVerifier", [verifierProxy.address]);
}

/** What has to be set before a Data Streams price is taken. */
export const STREAM_SETTINGS: readonly Draft[] = [setFeed, setStreamsVerifier];

/** Every setting of every contract. */
export const SETTINGS: readonly Draft[] = [
  (scene, { amount, entropy }) => {
    const { house, accounts } = scene.stage;
    const feeBps = pick([0, 250, 500, 1_000], amount) ?? 0;
    const convenienceFee = pick([0, 1_000_000], entropy) ?? 0;
    const fees = { treasury: accounts.at(-1), feeBps, convenienceFee };
    return configure(scene, house, "setFeeConfig", [fees], () => {
      scene.model.rules = { ...scene.model.rules, feeBps, convenienceFee };
      return Promise.resolve();
    });
  },
  (scene, { amount }) => configure(scene, scene.stage.nft, "setRoyalty", [amount % 1_001]),
  (scene, { amount }) => {
    const { id, ...workflow } = scene.stage.don.workflow;
    const { owner, name } = workflow;
    const config = { owner, name, id: pick([zeroHash, id], amount) };
    return configure(scene, scene.stage.verifier, "setWorkflow", [config]);
  },
  (scene, { amount }) =>
    configure(scene, scene.stage.verifier, "setMaxReportAge", [600 + (amount % 600)]),
  setFeed,
  (scene, { amount, entropy }) => {
    const { sequencerFeed, pricer } = scene.stage;
    const feed = pick([sequencerFeed.address, zeroAddress], amount);
    return configure(scene, pricer, "setSequencerFeed", [feed, entropy % 7_200]);
  },
  (scene, { amount }) => {
    const bounds =
      pick(
        [
          [8_000, 12_000],
          [5_000, 20_000],
          [10_000, 10_000],
        ],
        amount,
      ) ?? [];
    return configure(scene, scene.stage.pricer, "setMultiplierBounds", bounds);
  },
  (scene, { amount, entropy }) => {
    const points = [
      { ratioBps: 6_000, multiplierBps: 8_000 + (entropy % 1_000) },
      { ratioBps: 14_000, multiplierBps: 12_000 },
    ];
    const curve = pick([points, points, []], amount);
    return configure(scene, scene.stage.pricer, "setCurve", [
      keccak256(stringToHex("solar")),
      curve,
    ]);
  },
  setStreamsVerifier,
  async (scene, { amount }) => {
    const { tieBreaker } = scene.stage;
    const config = { ...(await tieBreaker.read.vrfConfig()), callbackGasLimit: 200_000 + amount };
    return configure(scene, tieBreaker, "setVRFConfig", [config]);
  },
  (scene) => {
    const { tieBreaker, coordinator } = scene.stage;
    return configure(scene, tieBreaker, "setCoordinator", [coordinator.address]);
  },
  async (scene, { amount, entropy }) => {
    const { registry } = scene.stage;
    const known = await registry.read.verticalOf([keccak256(stringToHex(VERTICAL))]);
    const changed = {
      ...known,
      duplicateWindow: entropy * 100,
      minReserve: BigInt(80 + (amount % 9)) * 1_000_000n,
    };
    const slug = pick([VERTICAL, NEW_VERTICAL], amount);
    return configure(scene, registry, "configureVertical", [slug, changed], () => {
      const { minReserve } = changed;
      if (slug === VERTICAL) scene.model.rules = { ...scene.model.rules, minReserve };
      return Promise.resolve();
    });
  },
  (scene, { amount, entropy }) => {
    const region = regionToHex(pick(REGIONS, entropy) ?? "CA");
    const closed = keccak256(stringToHex("solar.commercial"));
    return configure(scene, scene.stage.registry, "setRegionRestriction", [
      closed,
      region,
      amount % 2 === 0,
    ]);
  },
  (scene, { caller, amount }) => {
    const account = pick(scene.stage.bidders, caller)?.address ?? zeroAddress;
    return govern(scene, "grantRole", [AUDITOR, account, pick([0, 60, 3_600], amount)]);
  },
  (scene, { caller }) => {
    const account = pick(scene.stage.bidders, caller)?.address ?? zeroAddress;
    return govern(scene, "revokeRole", [AUDITOR, account]);
  },
  (scene, { amount }) => govern(scene, "labelRole", [AUDITOR, `AUDITOR "${amount % 10}"\\`]),
  (scene, { amount }) =>
    govern(scene, "setRoleAdmin", [AUDITOR, pick([ROLES.GOVERNOR, ROLES.GUARDIAN], amount)]),
  (scene, { amount }) =>
    govern(scene, "setRoleGuardian", [AUDITOR, pick([ROLES.GUARDIAN, ROLES.GOVERNOR], amount)]),
  (scene, { amount }) => govern(scene, "setGrantDelay", [AUDITOR, amount % 3_600]),
  (scene, { amount }) =>
    govern(scene, "setTargetClosed", [scene.stage.tieBreaker.address, amount % 2 === 0]),
  (scene, { amount }) =>
    govern(scene, "setTargetAdminDelay", [scene.stage.nft.address, 5 * DAY + amount], 5 * DAY),
  (scene, { amount }) => {
    const role = pick([ROLES.GUARDIAN, AUDITOR], amount);
    const selector = toFunctionSelector("setRoyalty(uint16)");
    return govern(
      scene,
      "setTargetFunctionRole",
      [scene.stage.nft.address, [selector], role],
      5 * DAY,
    );
  },
  async ({ stage }) => {
    const fresh = await stage.connection.viem.deployContract("VerticalRegistry", [
      stage.gate.address,
    ]);
    const on: { readonly address: Address; readonly abi: Abi } = stage.registry;
    return {
      by: stage.upgrader,
      on,
      call: "upgradeToAndCall",
      args: [fresh.address, "0x"],
      delay: 2 * DAY,
    };
  },
];
