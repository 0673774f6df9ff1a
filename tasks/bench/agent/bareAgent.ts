import {
  createPublicClient,
  encodeFunctionData,
  http,
  numberToHex,
  toEventSelector,
  webSocket,
  zeroHash,
  type Hex,
  type Log,
} from "viem";
import { privateKeyToAccount } from "viem/accounts";
import { hardhat } from "viem/chains";

import { commitmentOf, type Opening } from "../../../deploy/sdk/bid/sealedBid.ts";
import { auctionHouseAbi } from "../../../deploy/sdk/generated/abis.ts";
import { usdcOf } from "../../../deploy/sdk/codes/usdc.ts";
import type { Market } from "../../scenarios/day/market.ts";
import { FIRST_AGENT } from "./parties.ts";

/** What it bids, USDC units: above every reserve. */
const AMOUNT = usdcOf(500);
/** More than a commit needs. */
const GAS = 500_000n;
const selectorOf = (name: "AuctionCreated" | "AuctionSettled") => {
  const event = auctionHouseAbi.find((item) => item.type === "event" && item.name === name);
  if (event?.type !== "event") throw new Error(`The house has no event ${name}.`);
  return toEventSelector(event);
};

/** Where it bids and whom it tells. */
export interface BareOptions {
  readonly market: Market;
  readonly rpc: string;
  readonly ws: string;
  readonly crm: string;
}

/**
 * The shortest way from a new lead to a bid, and from a delivery to the CRM: at each new block it asks for the house's events, sends a
 * transaction that needs no other question, and posts a lead's number. It judges, keeps, checks and decrypts nothing.
 */
export async function startBareAgent({ market, rpc, ws, crm }: BareOptions) {
  const account = privateKeyToAccount(FIRST_AGENT);
  const node = createPublicClient({ chain: hardhat, transport: http(rpc) });
  const pushed = createPublicClient({ chain: hardhat, transport: webSocket(ws) });
  const { house } = market.contracts;
  const [created, settled] = [selectorOf("AuctionCreated"), selectorOf("AuctionSettled")];
  let nonce = await node.getTransactionCount(account);
  const failures: unknown[] = [];

  const opening: Opening = { bidder: account.address, amount: AMOUNT, salt: zeroHash };
  const context = (leadId: bigint) => ({
    chainId: hardhat.id,
    house: house.address,
    leadId,
    round: 1,
  });

  async function bid(leadId: bigint): Promise<void> {
    const commitment = commitmentOf({ ...context(leadId), ...opening });
    const sealed = [{ leadId, round: 1, commitment, sealedOpening: "0x" as Hex }];
    const data = encodeFunctionData({
      abi: auctionHouseAbi,
      functionName: "commitBids",
      args: [sealed],
    });
    const transaction = { to: house.address, data, gas: GAS, nonce: nonce++, chainId: hardhat.id };
    const fees = { maxFeePerGas: 10n ** 11n, maxPriorityFeePerGas: 10n ** 9n };
    const signed = await account.signTransaction({ ...transaction, ...fees });
    await node.request({ method: "eth_sendRawTransaction", params: [signed] });
  }

  async function tell(leadId: bigint): Promise<void> {
    const id = `bare:house:${leadId}`;
    await fetch(crm, {
      method: "POST",
      headers: { "webhook-id": id },
      body: JSON.stringify({ id }),
    });
  }

  async function look(block: bigint): Promise<void> {
    const at = numberToHex(block);
    const logs = (await node.request({
      method: "eth_getLogs",
      params: [
        { address: house.address, topics: [[created, settled]], fromBlock: at, toBlock: at },
      ],
    })) as unknown as Log[];
    for (const { topics } of logs) {
      const leadId = BigInt(topics[1] ?? 0);
      await (topics[0] === created ? bid(leadId) : tell(leadId));
    }
  }

  const stop = pushed.watchBlockNumber({
    onBlockNumber: (block) => {
      look(block).catch((error: unknown) => failures.push(error));
    },
  });
  await pushed.getBlockNumber();
  return {
    /** Opens its bid on a lead. */
    opening,
    close: async (): Promise<void> => {
      stop();
      const socket = await pushed.transport.getRpcClient();
      socket.close();
      if (failures.length > 0) throw new AggregateError(failures, "The bare agent failed.");
    },
  };
}
