import type { Address } from "viem";

import { FAILURES_PATH, type Failures } from "../../deploy/local/vendors/server.ts";
import { idleName, IDLERS, type World } from "./world.ts";

/** Answers of a sequencer feed. */
const [UP, DOWN] = [0n, 1n];

/** Who has what is missing. */
const THIEF = "0x00000000000000000000000000000000000b0b0b";
/** What the vault pays its transaction with, wei. */
const GAS_MONEY = 10n ** 18n;

/** Something that fails, and is repaired. */
export interface Failure {
  readonly name: string;
  readonly begin: (world: World) => Promise<void> | void;
  readonly end: (world: World) => Promise<void> | void;
}

const services = (["ipfs", "don", "beacon", "graphql"] as const).map((name): Failure => ({
  name,
  begin: ({ switches }) => {
    switches[name].isOn = false;
  },
  end: ({ switches }) => {
    switches[name].isOn = true;
  },
}));

// That they are on is all: the moves ask `isIdle`.
const idlers = IDLERS.map((party): Failure => ({
  name: idleName(party),
  begin: () => undefined,
  end: () => undefined,
}));

const vendors: Failure = {
  name: "vendors",
  begin: async ({ stack, random }) => {
    await setVendors(stack, random.pick([{ down: true }, { silent: ["email" as const] }]));
  },
  end: ({ stack }) => setVendors(stack, {}),
};

async function setVendors({ urls }: World["stack"], failures: Failures): Promise<void> {
  const body = JSON.stringify(failures);
  await fetch(`${urls.vendors}${FAILURES_PATH}`, { method: "PUT", body });
}

const feeds: Failure = {
  name: "feeds",
  begin: async ({ stack, random }) => {
    const { btcFeed, ethFeed } = stack.protocol;
    const answer = random.pick([0n, -1n, 2n ** 200n]);
    for (const feed of [btcFeed, ethFeed]) await feed.write.updateAnswer([answer]);
  },
  end: async ({ stack, prices }) => {
    await stack.protocol.btcFeed.write.updateAnswer([prices.btc]);
    await stack.protocol.ethFeed.write.updateAnswer([prices.eth]);
  },
};

/** The sequencer's feed says that it is down. */
export const sequencer: Failure = {
  name: "sequencer",
  begin: async ({ stack }) => {
    await stack.protocol.sequencerFeed.write.updateAnswer([DOWN]);
  },
  end: async ({ stack }) => {
    await stack.protocol.sequencerFeed.write.updateAnswer([UP]);
  },
};

/** Money is missing from the vault, and comes back. Reserves are proved, so that the vault knows. */
export const loss: Failure = {
  name: "loss",
  begin: async ({ stack, lost }) => {
    const { usdc, vault } = stack.protocol;
    const { networkHelpers } = stack.connection;
    const amount = (await usdc.read.balanceOf([vault.address])) / 10n;
    await networkHelpers.impersonateAccount(vault.address);
    await networkHelpers.setBalance(vault.address, GAS_MONEY);
    await usdc.write.transfer([THIEF, amount], { account: vault.address });
    lost.push(amount);
    await vault.write.proveReserves();
  },
  end: async ({ stack, lost }) => {
    const { usdc, vault } = stack.protocol;
    await usdc.write.unBlacklist([vault.address]);
    const amount = lost.splice(0).reduce((sum, one) => sum + one, 0n);
    await usdc.write.mint([vault.address, amount]);
    await vault.write.proveReserves();
  },
};

const blacklist: Failure = {
  name: "blacklist",
  begin: async (world) => {
    const { usdc } = world.stack.protocol;
    await usdc.write.blacklist([world.random.pick(payees(world))]);
  },
  end: async (world) => {
    const { usdc } = world.stack.protocol;
    for (const account of payees(world)) await usdc.write.unBlacklist([account]);
  },
};

function payees({ stack, market }: World): Address[] {
  const { vault, accounts } = stack.protocol;
  return [...market.parties.map(({ address }) => address), accounts.treasury, vault.address];
}

/** All that can fail. */
export const FAILURES: readonly Failure[] = [
  ...services,
  ...idlers,
  vendors,
  loss,
  feeds,
  sequencer,
  blacklist,
];
