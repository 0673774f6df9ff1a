import { devNull } from "node:os";

import { randomBytes } from "@noble/hashes/utils.js";
import type { NetworkConnection } from "hardhat/types/network";
import { bytesToHex, parseUnits, type Address } from "viem";

import { startBeacon } from "../../../deploy/local/beacon/server.ts";
import { grantCredentials, traderGrant } from "../../../deploy/local/credentials.ts";
import { deployWithDon } from "../../../deploy/local/deployWithDon.ts";
import { attestLead } from "../../../deploy/workflows/attestLead.ts";
import { deriveSigners, reportLeads, type LeadOutcome } from "../../../deploy/local/don/report.ts";
import {
  discloseLead,
  openAccount,
  openLocalClient,
  type Party,
} from "../../../deploy/local/party.ts";
import { openVrfNode, type VrfNode } from "../../../deploy/local/vrf.ts";
import { leafVerticals } from "../../../deploy/parameters/verticals.ts";
import { chainTime, LOCAL_CHAIN } from "../../../deploy/sdk/actions/chainTime.ts";
import { traderOf } from "../../../deploy/sdk/client.ts";
import type { Lead } from "../../../deploy/sdk/lead/lead.ts";
import { putContent } from "../../../deploy/sdk/lead/contentStore.ts";
import type { Vertical } from "../../../deploy/sdk/lead/vertical.ts";
import type { LeadDisclosure } from "../../../deploy/sdk/report/disclosure.ts";
import type { LeadReport } from "../../../deploy/sdk/report/leadReport.ts";
import { Agenda } from "./agenda.ts";
import { GasLog } from "./gasLog.ts";

/** What every party brings: 10,000 USDC. */
const DEPOSIT = parseUnits("10000", 6);
/** First of the node's accounts that holds no role. */
const FIRST_PARTY = 8;
const SELLERS = ["Sunrise Leads", "Idle Leads"] as const;
const BIDDERS = ["Ada", "Ben", "Cleo", "Dev", "Eva"] as const;
/** Bidders whose credentials are the story. */
const GUESTS = ["Faye", "Gus", "Hana", "Ivo"] as const;

/** Where a market is held: a chain with the protocol and VRF, and the services beside it. A stack is such a place. */
export interface Venue {
  readonly connection: NetworkConnection<"op">;
  readonly protocol: Awaited<ReturnType<typeof deployWithDon>>;
  readonly vrf: VrfNode;
  readonly urls?: {
    /** Where ciphertexts are stored; in this process's memory if absent. */
    readonly ipfs?: string;
    /** The DON that scores leads; if absent, the day signs reports itself. */
    readonly don?: string;
    /** What opens timelocked bids; none if absent. */
    readonly beacon?: string;
  };
}

/** A venue of this process, a beacon apart: a fresh deployment with a DON of fresh keys. */
export async function bareVenue(
  connection: NetworkConnection<"op">,
): Promise<Venue & AsyncDisposable> {
  const protocol = await deployWithDon(connection, bytesToHex(randomBytes(32)));
  const vrf = await openVrfNode({ connection, protocol });
  const client = await connection.viem.getPublicClient();
  const now = () => chainTime(client, LOCAL_CHAIN);
  const beacon = await startBeacon({ now, port: 0, log: devNull });
  const urls = { beacon: beacon.url };
  return { connection, protocol, vrf, urls, [Symbol.asyncDispose]: beacon.close };
}

/** A client of the protocol with all that scenarios need besides. */
export type Market = Awaited<ReturnType<typeof openMarket>>;

/**
 * Opens the parties' accounts at a venue.
 * @param licences root verticals for which all but the guests of two stories are licensed throughout the United States; all that demand a licence, unless given.
 */
export async function openMarket(
  { connection, protocol, vrf, urls }: Venue,
  licences?: readonly string[],
) {
  const client = await openLocalClient(connection, protocol, urls);
  const { chainId, now } = client;
  const publicClient = await connection.viem.getPublicClient();
  const wallets = await connection.viem.getWalletClients();
  const parties: Party[] = [];
  for (const [index, name] of [...SELLERS, ...BIDDERS, ...GUESTS].entries()) {
    const wallet = wallets[FIRST_PARTY + index];
    if (wallet === undefined) throw new Error(`The chain has no account for ${name}.`);
    parties.push(await openAccount(client, name, wallet, DEPOSIT));
  }
  const [honest, idle, ...others] = parties as [Party, Party, ...Party[]];
  const bidders = others.slice(0, BIDDERS.length) as [Party, Party, Party, Party, Party];
  const guests = others.slice(BIDDERS.length) as [Party, Party, Party, Party];
  const [unlicensed, expiring, sanctioned, abroad] = guests;
  const traderAt = async (account: Address) =>
    traderOf(client, await connection.viem.getWalletClient(account));
  const officer = await traderAt(protocol.accounts.compliance);
  await grantCredentials(protocol, officer.wallet.account, [
    ...[honest, idle, ...bidders, sanctioned, abroad].map(({ address }) =>
      traderGrant(address, licences),
    ),
    ...[unlicensed, expiring].map(({ address }) => traderGrant(address, [])),
  ]);
  const verticals = leafVerticals();
  const { time } = connection.networkHelpers;
  const dedupSecret = randomBytes(32);
  let submissions = 0n;

  return {
    ...client,
    protocol,
    vrf,
    parties,
    sellers: { honest, idle },
    bidders,
    guests: { unlicensed, expiring, sanctioned, abroad },
    /** Sends what anyone may send. */
    anyone: await traderAt(protocol.accounts.deployer),
    /** Issues and revokes credentials. */
    officer,
    /** Whether a DON scores the leads. */
    hasDon: urls?.don !== undefined,
    verticals,
    time,
    gas: new GasLog(),
    agenda: new Agenda(time),
    /** Signers that the forwarder does not know: a forger's. */
    strangers: { ...protocol.don, signers: deriveSigners(bytesToHex(randomBytes(32))) },

    /** Encrypts, stores and signs a lead to list at once. */
    disclose: async (seller: Party, lead: Lead): Promise<LeadDisclosure> => {
      const vertical = verticalOf(verticals, lead.vertical);
      const options = { nonce: submissions++, now: await now(), autoList: true };
      const disclosure = await discloseLead(seller, lead, vertical, options);
      if (urls?.ipfs === undefined) await client.storage.keepContent(disclosure.ciphertext);
      else await putContent(urls.ipfs, disclosure.ciphertext);
      return disclosure;
    },

    /** What the day itself reports of a disclosed lead. */
    attest: async (disclosure: LeadDisclosure): Promise<LeadReport> =>
      attestLead(disclosure, {
        chainId,
        nft: client.contracts.nft.address,
        verticals,
        dedupSecret,
        observedAt: await now(),
      }),

    /** Carries a report through the real forwarder. */
    report: (reports: readonly LeadReport[], don = protocol.don): Promise<LeadOutcome> =>
      reportLeads(protocol, publicClient, don, reports),
  };
}

/** A lead's vertical. */
export function verticalOf(verticals: ReadonlyMap<string, Vertical>, slug: string): Vertical {
  const vertical = verticals.get(slug);
  if (vertical === undefined) throw new Error(`There is no vertical ${slug}.`);
  return vertical;
}
