import {
  concat,
  createPublicClient,
  createTestClient,
  createWalletClient,
  getAddress,
  getContract,
  http,
  keccak256,
  parseEther,
  parseUnits,
  stringToHex,
  type Hex,
} from "viem";
import { privateKeyToAccount, type PrivateKeyAccount } from "viem/accounts";
import { hardhat } from "viem/chains";

import { COMPLIANCE_ACCOUNT } from "../../deploy/deployLocalProtocol.ts";
import { LOCAL_LEAGUE } from "../../deploy/local/beacon/localLeague.ts";
import { grantCredentials, traderGrant } from "../../deploy/local/credentials.ts";
import { openAccount, type Party } from "../../deploy/local/party.ts";
import type { StackFile } from "../../deploy/local/stack/stackFile.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import { donKeyOf } from "../../deploy/sdk/actions/lead/donQueue.ts";
import { clientOf } from "../../deploy/sdk/client.ts";
import { openAgents } from "./agents.ts";
import { openDesks } from "./desks.ts";
import { senderOf } from "./sender.ts";

/** What a stack tells, apart from its process. */
export type SoakedStack = Omit<StackFile, "pid">;

/** Bidders of a soak. */
const BIDDERS = ["Ada", "Ben", "Cleo", "Dev", "Eva", "Finn", "Gail", "Hugo"] as const;
/** Agents, which run as processes of their own. */
const AGENTS = ["Ace", "Bo"] as const;
/** Who posts the bounties. */
const POSTER = "Pia";
/** What every party brings, so that money never runs out: ten million USDC. */
const DEPOSIT = parseUnits("10000000", 6);
/** Wei of every account: transactions' gas. */
const GAS_MONEY = parseEther("1000000");
/** Windows of the verticals that are sold in, seconds: alike, so that leads of many verticals have their deadlines together. */
const WINDOW = 1_800;
/** Time between two looks for a receipt, milliseconds. */
const POLLING_INTERVAL = 20;
/** A busy chain answers late, milliseconds; a transaction that it has got must not be sent again. */
const PATIENT = { timeout: 300_000, retryCount: 0 } as const;
/** Threads that compute for the parties. */
const DESKS = 2;

/** A party with its private key, which the parties' desks need. Anyone can derive the key: nothing on a local chain is secret for long. */
export interface SoakParty extends Party {
  readonly key: Hex;
  readonly account: PrivateKeyAccount;
}

/** A market on a running stack, with parties of its own. */
export type SoakMarket = Awaited<ReturnType<typeof openSoakMarket>>;

/**
 * Opens a market on a stack: a seller, eight bidders, two agents, a poster of bounties, and somebody who keeps the auctions. On the same chain the same
 * seed gives the same parties.
 */
export async function openSoakMarket(stack: SoakedStack, seed: string) {
  const { rpc, chainId, addresses, graphql, ipfs, don, beacon } = stack;
  const chain = { ...hardhat, id: chainId as typeof hardhat.id };
  const transport = http(rpc, PATIENT);
  const options = { chain, transport, pollingInterval: POLLING_INTERVAL };
  const publicClient = createPublicClient(options);
  const test = createTestClient({ ...options, mode: "hardhat" });
  const verticals = leafVerticals();
  const client = clientOf(publicClient, chainId, {
    deployment: addresses,
    services: { graphql, ipfs, don, beacon },
    beacon: LOCAL_LEAGUE,
    verticals,
  });

  const open = async (name: string, units: bigint): Promise<SoakParty> => {
    const key = keccak256(concat([addresses.house, stringToHex(`soak/${seed}/${name}`)]));
    const account = privateKeyToAccount(key);
    await test.setBalance({ address: account.address, value: GAS_MONEY });
    const { freeOf, lockedOf } = client.contracts.vault.read;
    const held = (await freeOf([account.address])) + (await lockedOf([account.address]));
    const wallet = createWalletClient({ ...options, account });
    return { ...(await openAccount(client, name, wallet, held === 0n ? units : 0n)), key, account };
  };
  const seller = await open("Sunrise", DEPOSIT);
  const bidders: SoakParty[] = [];
  for (const name of BIDDERS) bidders.push(await open(name, DEPOSIT));
  const accounts: SoakParty[] = [];
  for (const name of AGENTS) accounts.push(await open(name, DEPOSIT));
  const poster = await open(POSTER, DEPOSIT);
  const keeper = await open("Kim", 0n);
  const matcher = await open("Mia", 0n);
  const opener = await open("Otto", 0n);

  const [officer] = (await createWalletClient(options).getAddresses()).slice(COMPLIANCE_ACCOUNT);
  if (officer === undefined) throw new Error("The chain has no compliance officer.");
  const wallet = createWalletClient({ ...options, account: getAddress(officer) });
  const { identities, credentials } = client.contracts;
  const clients = { public: publicClient, wallet };
  await grantCredentials(
    {
      identities: getContract({ ...identities, client: clients }),
      credentials: getContract({ ...credentials, client: clients }),
    },
    wallet.account,
    [seller, ...bidders, ...accounts, poster].map(({ address }) => traderGrant(address)),
  );

  await using starting = new AsyncDisposableStack();
  const desks = starting.use(openDesks(DESKS));
  const agents = starting.use(await openAgents(stack, client.contracts, accounts));
  const parts = starting.move();
  return {
    ...client,
    stack,
    publicClient,
    seller,
    bidders,
    poster,
    /** Who can win leads. */
    buyers: [...bidders, ...accounts, poster],
    keeper,
    /** Matches leads with bounties. */
    matcher,
    /** Opens bids and delivers: anyone may. */
    opener,
    /** Everybody who can have money in the vault. */
    parties: [seller, ...bidders, ...accounts, poster, keeper, matcher, opener],
    /** What is sold. */
    goods: [...verticals.values()].filter(
      ({ config }) => config.commitWindow === WINDOW && config.revealWindow === WINDOW,
    ),
    donKey: await donKeyOf(client),
    desks,
    agents,
    [Symbol.asyncDispose]: () => parts.disposeAsync(),
    sendFrom: senderOf(publicClient, chainId),
    /** Moves the chain's clock, unless it is there already. @param time Unix seconds. */
    passTo: async (time: number): Promise<void> => {
      const now = await client.now();
      if (now >= time) return;
      await test.increaseTime({ seconds: time - now });
      await test.mine({ blocks: 1 });
    },
    /** Identifies the chain: a block of its deployment. */
    chainMark: (await publicClient.getBlock({ blockNumber: 1n })).hash,
  };
}
