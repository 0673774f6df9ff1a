import { getAddress } from "viem";
import { z } from "zod";

import {
  VaultHistoryDocument,
  type VaultHistoryQuery,
  type VaultReason,
} from "../../generated/queries.ts";
import { queryAtBlock } from "../../subgraph/queryAtBlock.ts";
import { defineAction } from "../definition.ts";
import { indexOrChain, type ListReader } from "../indexOrChain.ts";
import { address, cursor, hex, leadId, limit, time, usdc } from "../schemas.ts";
import { statementOnChain } from "./statementOnChain.ts";

const PAGE = 50;
/** Above all ids. */
const START = "0xff";
/** A cent, in USDC units. */
const CENT = 10_000n;

const parameters = z.object({
  account: address.describe("Whose statement"),
  leastDeposit: usdc
    .optional()
    .describe(
      "Deposits of less are left out, USDC units; a cent if absent: anybody can make them for gas alone",
    ),
  limit: limit.optional().describe(`How many movements at most; ${PAGE} if absent`),
  cursor: cursor.optional().describe("Where the page begins: the cursor of the previous page"),
});

const movement = z.object({
  id: hex.describe("The movement's id in the subgraph: ids are in the chain's order"),
  reason: z.custom<VaultReason>((value) => typeof value === "string").describe("Why money moved"),
  amount: usdc.describe("The amount that the reason names, USDC units"),
  freeChange: usdc.describe("Change of the free balance, USDC units; negative where it shrinks"),
  lockedChange: usdc.describe("Change of the locked balance, USDC units"),
  free: usdc.describe("Free balance after it, USDC units"),
  locked: usdc.describe("Locked balance after it, USDC units"),
  leadId: leadId.nullable(),
  round: z.number().int().nullable(),
  bountyId: z.bigint().nullable(),
  counterparty: address.nullable().describe("The other account, where there is one"),
  time,
  txHash: hex,
});

const result = z.object({
  account: address,
  block: z.number().int().describe("The block of this answer"),
  movements: z.array(movement).describe("The latest first"),
  cursor: hex.nullable().describe("Where the next page begins; null if there is none"),
});

/** An account's statement: every movement of its money in the vault but the smallest deposits. See `indexOrChain`. */
export async function getVaultHistory(
  reader: ListReader,
  {
    account,
    leastDeposit = CENT,
    limit: first = PAGE,
    cursor: before = START,
  }: z.input<typeof parameters>,
): Promise<z.output<typeof result>> {
  const { rows, block } = await indexOrChain(
    reader,
    async (url) => {
      const variables = {
        account: account.toLowerCase(),
        leastDeposit: leastDeposit.toString(),
        before,
        first,
      };
      const { answer, block } = await queryAtBlock(url, VaultHistoryDocument, variables);
      return { block: block.number, rows: answer.vaultEntries };
    },
    async (client) => {
      const { block, rows } = await statementOnChain(client, account);
      const shown = rows.filter(
        ({ id, reason, amount }) =>
          id < before && (reason !== "Deposited" || BigInt(amount) >= leastDeposit),
      );
      return { block, rows: shown.slice(0, first) };
    },
  );
  return {
    account: getAddress(account),
    block,
    movements: rows.map(movementOf),
    cursor: rows.length === first ? (rows.at(-1)?.id ?? null) : null,
  };
}

function movementOf({
  lead,
  auction,
  bounty,
  ...entry
}: VaultHistoryQuery["vaultEntries"][number]) {
  return {
    id: entry.id,
    reason: entry.reason,
    amount: BigInt(entry.amount),
    freeChange: BigInt(entry.freeChange),
    lockedChange: BigInt(entry.lockedChange),
    free: BigInt(entry.free),
    locked: BigInt(entry.locked),
    leadId: lead === null ? null : BigInt(lead.leadId),
    round: auction?.round ?? null,
    bountyId: bounty === null ? null : BigInt(bounty.bountyId),
    counterparty: entry.counterparty === null ? null : getAddress(entry.counterparty),
    time: Number(entry.timestamp),
    txHash: entry.txHash,
  };
}

export const getVaultHistoryDefinition = defineAction({
  name: "getVaultHistory",
  title: "Statement of an account",
  description:
    "Every movement of an account's money in the vault but deposits under a cent, why it moved and the balances after it, the latest first. From the subgraph, else from the chain; a page at a time.",
  parameters,
  result,
  readOnly: true,
  run: getVaultHistory,
});
