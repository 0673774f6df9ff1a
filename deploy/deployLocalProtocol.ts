import type { NetworkConnection } from "hardhat/types/network";
import { getAddress, type Address } from "viem";

import { deployProtocol, ignitionOptions } from "./deployProtocol.ts";
import LocalOracles from "./modules/LocalOracles.ts";
import {
  loadParameters,
  withParameters,
  type ProtocolParameters,
} from "./parameters/loadParameters.ts";
import type { Point } from "./sdk/crypto/point.ts";

/** The local DON as the forwarder knows it. */
export interface LocalDon {
  readonly donId: number;
  readonly configVersion: number;
  readonly faultTolerance: number;
  /** More than `3 × faultTolerance`. */
  readonly signers: readonly Address[];
  /** The key that packages are sealed to. */
  readonly leadKey: Point;
}

/** Roles of the node's accounts 1 to 6 on a local chain. Account 0 deploys, 7 carries the DON's reports, parties start at 8. */
const LOCAL_ACCOUNTS = [
  "governor",
  "upgrader",
  "configurator",
  "guardian",
  "treasury",
  "workflowOwner",
] as const;

/** The node's last account. */
export const COMPLIANCE_ACCOUNT = 19;

/** Accounts of a local deployment by name. */
export type LocalAccounts = Readonly<
  Record<"deployer" | (typeof LOCAL_ACCOUNTS)[number] | "compliance", Address>
>;

/** The accounts that a local deployment uses. */
export async function localAccounts(connection: NetworkConnection): Promise<LocalAccounts> {
  const wallets = await connection.viem.getWalletClients();
  const places = ["deployer", ...LOCAL_ACCOUNTS].map((name, index) => [name, index] as const);
  const named = [...places, ["compliance", COMPLIANCE_ACCOUNT] as const].map(([name, index]) => {
    const wallet = wallets[index];
    if (wallet === undefined) throw new Error(`The chain has no account ${index} for ${name}`);
    return [name, getAddress(wallet.account.address)];
  });
  return Object.fromEntries(named) as LocalAccounts;
}

/**
 * Deploys the oracles that a bare chain lacks and the protocol on them.
 * @param don whose reports the forwarder accepts.
 * @param changes to `deploy/parameters/local.json`.
 */
export async function deployLocalProtocol(
  connection: NetworkConnection,
  { leadKey, ...don }: LocalDon,
  changes: ProtocolParameters = {},
) {
  const accounts = await localAccounts(connection);
  const oracles = await connection.ignition.deploy(LocalOracles, {
    parameters: { LocalOracles: { ...don, signers: [...don.signers] } },
    ...(await ignitionOptions(connection)),
  });
  const [subscriptionId] = await oracles.coordinator.read.getActiveSubscriptionIds([0n, 1n]);
  if (subscriptionId === undefined) throw new Error("The local coordinator has no subscription");

  const { treasury, workflowOwner, governor, upgrader, configurator, guardian, compliance } =
    accounts;
  const local = withParameters(await loadParameters("local"), {
    Leads: {
      forwarder: oracles.forwarder.address,
      workflowOwner,
      donKeyX: leadKey.x,
      donKeyY: leadKey.y,
    },
    Keeper: { forwarder: oracles.forwarder.address, workflowOwner },
    Bounties: { forwarder: oracles.forwarder.address, workflowOwner },
    Market: { usdc: oracles.usdc.address, treasury },
    Oracles: {
      btcUsdFeed: oracles.btcFeed.address,
      ethUsdFeed: oracles.ethFeed.address,
      sequencerFeed: oracles.sequencerFeed.address,
      vrfCoordinator: oracles.coordinator.address,
      vrfSubscriptionId: subscriptionId,
    },
    Roles: { governor, upgrader, configurator, guardian, compliance },
  });
  const protocol = await deployProtocol(connection, withParameters(local, changes));
  await oracles.coordinator.write.addConsumer([subscriptionId, protocol.tieBreaker.address]);
  return { ...oracles, ...protocol, accounts, subscriptionId };
}

/** A protocol on a local chain with its oracles. */
export type LocalProtocol = Awaited<ReturnType<typeof deployLocalProtocol>>;
