import type { NetworkConnection } from "hardhat/types/network";
import { getAddress, type Abi, type Address } from "viem";

import { openMarket, usdc, type Market as Deployed } from "../../fixtures/market.ts";
import { Market, type Lead, type Rules } from "./market.ts";

/** Bidders with plenty of money, and two who cannot cover every bid. */
const BALANCES = [10_000, 10_000, 10_000, 10_000, 150, 60].map(usdc);
const LEADS = 2;
const WALLET = usdc(1_000_000);
const DAY = 86_400;

/** The deployed protocol with its model: two leads, a seller who also bids, bidders, and a keeper. */
export async function openStage(connection: NetworkConnection<"op">) {
  return openStageOn(connection, await openMarket(connection), LEADS);
}

/** The same in a market that is open, with so many leads. */
export async function openStageOn(connection: NetworkConnection<"op">, m: Deployed, count: number) {
  const { seller } = m;
  const [keeper, ...bidders] = m.bidders;
  const traders = [seller, ...bidders];
  for (const [i, { address, wallet }] of [...traders, keeper].entries()) {
    const { account } = wallet;
    await m.usdc.write.mint([address, WALLET]);
    await m.usdc.write.approve([m.vault.address, WALLET], { account });
    const surplus = (await m.vault.read.freeOf([address])) - (BALANCES[i] ?? 0n);
    if (surplus > 0n) await m.vault.write.withdraw([address, surplus], { account });
  }

  const leads: Lead[] = [];
  for (let i = 0; i < count; i++) {
    const { leadId } = await m.listLead({}, { autoList: false });
    leads.push(await leadOn(m, leadId));
  }
  const idleDelivery = await m.deliveryTo(leads[0]?.id ?? 0n, seller);
  // The local feeds are stale by then: the reserve's multiplier is 1.
  await connection.networkHelpers.time.increase(DAY);

  const accounts = [...traders, keeper].map(({ address }) => address);
  const rules = await rulesOf(m, leads);
  accounts.push(rules.treasury);
  const owned = new Map<Address, bigint>();
  for (const address of accounts) {
    const locked = await m.vault.read.lockedOf([address]);
    owned.set(address, locked + (await m.vault.read.freeOf([address])));
  }
  const contracts = [m.house, m.vault, m.nft, m.tieBreaker, m.registry, m.gate];
  const abi: Abi = contracts.flatMap((contract): Abi => contract.abi);
  const openedAt = await connection.networkHelpers.time.latest();
  /** A model in the state in which the stage was opened. */
  const newModel = () =>
    new Market(
      rules,
      leads.map((lead) => ({ ...lead, rounds: [] })),
      new Map(owned),
      openedAt,
    );
  return { ...m, connection, seller, traders, keeper, accounts, abi, idleDelivery, newModel };
}

/** A lead that its seller still owns, for a model. */
export async function leadOn({ nft }: Pick<Deployed, "nft">, leadId: bigint): Promise<Lead> {
  const record = await nft.read.leadOf([leadId]);
  const { vertical, region, expiresAt, capsuleHash } = record;
  const seller = getAddress(record.seller);
  return {
    id: leadId,
    seller,
    owner: seller,
    vertical,
    region,
    expiresAt,
    capsuleHash,
    rounds: [],
  };
}

/** The deployed protocol with its model. */
export type Stage = Awaited<ReturnType<typeof openStage>>;

async function rulesOf(m: Deployed, leads: readonly Lead[]): Promise<Rules> {
  const { vertical } = await m.nft.read.leadOf([leads[0]?.id ?? 0n]);
  const { treasury, feeBps, convenienceFee } = await m.house.read.feeConfig();
  const config = await m.registry.read.verticalOf([vertical]);
  const fees = { treasury: getAddress(treasury), feeBps, convenienceFee };
  return { ...config, ...fees, house: getAddress(m.house.address) };
}
