import type { HardhatRuntimeEnvironment } from "hardhat/types/hre";
import type { Address } from "viem";

import { getVaultHistory } from "../../deploy/sdk/actions/vault/getVaultHistory.ts";
import { timeText } from "../../deploy/sdk/codes/text.ts";
import { dollarsOf } from "../../deploy/sdk/codes/usdc.ts";
import type { Client } from "../../deploy/sdk/client.ts";
import { clientAction, traderAction, type TraderOptions } from "../cli/action.ts";
import { parseAddress } from "../cli/address.ts";
import { grid, type TaskReport } from "../cli/output.ts";
import { parsePage, withMore, type PageArguments } from "../cli/page.ts";

interface HistoryArguments extends TraderOptions, PageArguments {
  readonly address: string | undefined;
}

type Movement = Awaited<ReturnType<typeof getVaultHistory>>["movements"][number];

/** Somebody else's statement needs no wallet. */
export default (args: HistoryArguments, hre: HardhatRuntimeEnvironment) =>
  args.address === undefined ? ownHistory(args, hre) : historyOfAnyone(args, hre);

const ownHistory = traderAction<HistoryArguments>((args, trader) =>
  report(trader, trader.address, args),
);

const historyOfAnyone = clientAction<HistoryArguments>((args, client) =>
  report(client, parseAddress(args.address ?? ""), args),
);

async function report(client: Client, account: Address, args: PageArguments): Promise<TaskReport> {
  const page = await getVaultHistory(client, { account, ...parsePage(args) });
  if (page.movements.length === 0) {
    return { json: page, text: `No money of ${account} has moved in the vault.` };
  }
  const table = grid(
    ["when", "why", "for", "free", "locked", "free then", "locked then"],
    page.movements.map((movement) => [
      timeText(movement.time),
      words(movement.reason),
      subjectOf(movement),
      signed(movement.freeChange),
      signed(movement.lockedChange),
      dollarsOf(movement.free),
      dollarsOf(movement.locked),
    ]),
  );
  return { json: page, text: withMore(`${table}\nAmounts in USDC.`, page.cursor) };
}

/** `BidBondLocked` as `bid bond locked`. */
function words(reason: string): string {
  return reason.replaceAll(/(?<!^)[A-Z]/g, (letter) => ` ${letter}`).toLowerCase();
}

function subjectOf({ leadId, round, bountyId }: Movement): string {
  if (leadId !== null) return round === null ? `lead ${leadId}` : `lead ${leadId}, round ${round}`;
  return bountyId === null ? "-" : `bounty ${bountyId}`;
}

function signed(units: bigint): string {
  if (units === 0n) return "";
  return units > 0n ? `+${dollarsOf(units)}` : `-${dollarsOf(-units)}`;
}
