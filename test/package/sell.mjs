// Sells a lead on a local stack: node sell.mjs STACK_FILE LEAD_FILE
import { readFileSync } from "node:fs";

import { leadEngineActions } from "lead-engine";
import { leafVerticals } from "lead-engine/verticals";
import { createTestClient, createWalletClient, http, publicActions } from "viem";
import { mnemonicToAccount } from "viem/accounts";
import { hardhat as chain } from "viem/chains";

const [stack, lead] = process.argv.slice(2).map((file) => JSON.parse(readFileSync(file, "utf8")));
const transport = http(stack.rpc);
const engine = leadEngineActions({ deployment: stack.addresses, services: stack });
const party = (addressIndex) =>
  createWalletClient({
    account: mnemonicToAccount("test test test test test test test test test test test junk", {
      addressIndex,
    }),
    chain,
    transport,
  })
    .extend(publicActions)
    .extend(engine);
const [seller, buyer] = [party(8), party(9)];

await seller.deposit({ amount: 100_000_000n, faucet: true });
const vertical = leafVerticals().get(lead.vertical);
const { leadId, commitEnd } = await seller.submitLead({ lead, vertical });

await buyer.deposit({ amount: 200_000_000n, faucet: true });
await buyer.commitBid({ leadId, amount: 150_000_000n });
const clock = createTestClient({ mode: "hardhat", chain, transport });
await clock.setNextBlockTimestamp({ timestamp: BigInt(commitEnd) });
await clock.mine({ blocks: 1 });
await buyer.revealBid({ leadId });

const { price } = await seller.deliverLead({ leadId });
const { contact } = await buyer.decryptLead({ leadId });
console.log(JSON.stringify({ price: String(price), contact }));
