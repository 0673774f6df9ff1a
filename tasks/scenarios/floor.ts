import { bytesToHex, parseUnits, type Hex, type TransactionReceipt } from "viem";
import { randomBytes } from "@noble/hashes/utils.js";

import { attestLead } from "../../deploy/local/don/attestLead.ts";
import type { LeadDisclosure } from "../../deploy/sdk/report/disclosure.ts";
import type { LeadReport } from "../../deploy/sdk/report/leadReport.ts";
import { deriveSigners } from "../../deploy/local/don/report.ts";
import { traderGrant } from "../../deploy/local/credentials.ts";
import { leafVerticals } from "../../deploy/parameters/verticals.ts";
import type { Vertical } from "../../deploy/sdk/lead/vertical.ts";
import type { Lead } from "../../deploy/sdk/lead/lead.ts";
import { chainTime } from "../../deploy/sdk/actions/chainTime.ts";
import { discloseLead, openDesk } from "./desk.ts";
import { openAccount, type Party } from "./party.ts";
import { Agenda } from "./agenda.ts";
import { openComplianceDesk } from "./complianceDesk.ts";
import { GasLog } from "./gasLog.ts";
import type { Venue } from "./venue.ts";

/** What every party brings: 10,000 USDC. */
const DEPOSIT = parseUnits("10000", 6);
/** First of the node's accounts that holds no role. */
const FIRST_PARTY = 8;
const SELLERS = ["Sunrise Leads", "Idle Leads"] as const;
const BIDDERS = ["Ada", "Ben", "Cleo", "Dev", "Eva"] as const;
/** Bidders whose credentials are the story: see `accessStories.ts`. */
const GUESTS = ["Faye", "Gus", "Hana", "Ivo"] as const;

/** Everything that the day's stories work with. */
export type Floor = Awaited<ReturnType<typeof openFloor>>;

/**
 * Opens the parties' accounts at a venue.
 * @param licences root verticals for which all but the guests of two stories are licensed throughout the United States; all that demand a licence, unless given.
 */
export async function openFloor(
  { connection, protocol, vrf, content }: Venue,
  licences?: readonly string[],
) {
  const desk = await openDesk(connection, protocol);
  const { publicClient, chainId } = desk;
  const wallets = await connection.viem.getWalletClients();
  const parties: Party[] = [];
  for (const [index, name] of [...SELLERS, ...BIDDERS, ...GUESTS].entries()) {
    const wallet = wallets[FIRST_PARTY + index];
    if (wallet === undefined) throw new Error(`The chain has no account for ${name}.`);
    parties.push(await openAccount(protocol, name, wallet, DEPOSIT));
  }
  const [honest, idle, ...others] = parties as [Party, Party, ...Party[]];
  const bidders = others.slice(0, BIDDERS.length) as [Party, Party, Party, Party, Party];
  const guests = others.slice(BIDDERS.length) as [Party, Party, Party, Party];
  const [unlicensed, expiring, sanctioned, abroad] = guests;
  const compliance = await openComplianceDesk(connection, protocol);
  await compliance.grant(
    [honest, idle, ...bidders, sanctioned, abroad].map(({ address }) =>
      traderGrant(address, licences),
    ),
  );
  await compliance.grant([unlicensed, expiring].map(({ address }) => traderGrant(address, [])));
  const verticals = leafVerticals();
  const { time } = connection.networkHelpers;
  const dedupSecret = randomBytes(32);
  let submissions = 0n;

  return {
    ...desk,
    protocol,
    don: protocol.don,
    vrf,
    /** Signers that the forwarder does not know: a forger's. */
    strangers: { ...protocol.don, signers: deriveSigners(bytesToHex(randomBytes(32))) },
    content,
    parties,
    sellers: { honest, idle },
    bidders,
    guests: { unlicensed, expiring, sanctioned, abroad },
    compliance,
    verticals,
    time,
    gas: new GasLog(),
    agenda: new Agenda(time),

    /** Encrypts, stores and signs a lead that is to be listed at once. */
    disclose: async (seller: Party, lead: Lead): Promise<LeadDisclosure> => {
      const disclosure = await discloseLead(
        desk,
        seller,
        lead,
        verticalOf(verticals, lead.vertical),
        { nonce: submissions++, now: await chainTime(publicClient, chainId), autoList: true },
      );
      await content.put(disclosure.ciphertext);
      return disclosure;
    },

    /** What the DON reports of a disclosed lead. */
    attest: async (disclosure: LeadDisclosure): Promise<LeadReport> =>
      attestLead(disclosure, {
        chainId,
        nft: protocol.nft.address,
        verticals,
        dedupSecret,
        observedAt: await chainTime(publicClient, chainId),
      }),

    /** The receipt of a transaction. */
    receipt: (hash: Hex): Promise<TransactionReceipt> =>
      publicClient.waitForTransactionReceipt({ hash }),
  };
}

/** A lead's vertical. */
export function verticalOf(verticals: ReadonlyMap<string, Vertical>, slug: string): Vertical {
  const vertical = verticals.get(slug);
  if (vertical === undefined) throw new Error(`There is no vertical ${slug}.`);
  return vertical;
}
