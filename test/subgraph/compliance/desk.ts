import { encodeFunctionData, type Abi, type Address, type Hex } from "viem";

import { openMarketOn } from "../../fixtures/market.ts";
import { withRoles } from "../../fixtures/protocol.ts";
import type { Stack } from "../../../deploy/local/stack/stack.ts";
import type { Wallet } from "../../../deploy/sdk/wallet.ts";
import type { Party } from "../../../deploy/local/party.ts";

/** Slack on top of a delay, seconds: later blocks have later times. */
const SLACK = 60;

/** First leads of the markets that share a chain with the market day's and the random day's. */
const FIRST_LEADS = {
  complianceDay: 200,
  oneBlock: 230,
  ends: 240,
  erasures: 250,
  hostile: 270,
  bounties: 290,
  board: 310,
  watch: 320,
} as const;

const NO_DATA: Hex = "0x";

/** A call that governance makes once its delay is over. */
export interface GovernedCall {
  readonly on: { readonly address: Address; readonly abi: Abi };
  readonly call: string;
  readonly args: readonly unknown[];
}

/** A market on a stack with its compliance desk: who may issue, and who governs the rules. */
export async function openComplianceDesk(
  { connection, protocol }: Stack,
  day: keyof typeof FIRST_LEADS,
) {
  const m = await openMarketOn(connection, await withRoles(connection, protocol), {
    firstLead: FIRST_LEADS[day],
  });
  const { accessManager, credentials, identities } = m;
  const desk = { account: m.compliance.account };
  const ccidOf = ({ address }: Pick<Party, "address">) => identities.read.getIdentity([address]);

  return {
    ...m,
    viem: connection.viem,
    time: connection.networkHelpers.time,
    desk,
    ccidOf,

    issue: async (party: Party, type: Hex, { expiresAt = 0, data = NO_DATA } = {}) =>
      credentials.write.registerCredential(
        [await ccidOf(party), type, expiresAt, data, "0x"],
        desk,
      ),

    renew: async (party: Party, type: Hex, expiresAt: number) =>
      credentials.write.renewCredential([await ccidOf(party), type, expiresAt, "0x"], desk),

    revoke: async (party: Party, type: Hex) =>
      credentials.write.removeCredential([await ccidOf(party), type, "0x"], desk),

    /** Sends transactions that are mined in one block, in this order; each needs its gas given. */
    together: async (send: () => Promise<void>) => {
      const { provider } = connection;
      await provider.request({ method: "evm_setAutomine", params: [false] });
      try {
        await send();
        await connection.networkHelpers.mine();
      } finally {
        await provider.request({ method: "evm_setAutomine", params: [true] });
      }
    },

    /** Schedules calls, lets the delay pass, and returns how each is made. */
    govern: async (by: Wallet, delay: number, calls: readonly GovernedCall[]) => {
      const from = { account: by.account };
      const encoded = calls.map(({ on: { address, abi }, call, args }) => {
        const data = encodeFunctionData({ abi, functionName: call, args: [...args] });
        return [address, data] as const;
      });
      for (const [target, data] of encoded) {
        await accessManager.write.schedule([target, data, 0], from);
      }
      await connection.networkHelpers.time.increase(delay + SLACK);
      return encoded.map((call) => () => accessManager.write.execute(call, from));
    },
  };
}

/** A market with its compliance desk. */
export type ComplianceDesk = Awaited<ReturnType<typeof openComplianceDesk>>;
