import { getAddress, isAddressEqual, parseAbi, zeroAddress, type Address, type Client } from "viem";
import { getCode, readContract } from "viem/actions";

import { parameterText, type ProtocolParameters } from "../parameters/loadParameters.ts";
import { LeadEngineError } from "../sdk/errors/leadEngineError.ts";

const abi = parseAbi([
  "function decimals() view returns (uint8)",
  "function getSubscription(uint256 subId) view returns (uint96 balance, uint96 nativeBalance, uint64 reqCount, address owner, address[] consumers)",
]);

/** A contract that the protocol finds on its chain. */
interface External {
  /** Where the parameters have its address. */
  readonly name: `${string}.${string}`;
  readonly address: Address;
  /** What it must answer to `decimals`, if anything. */
  readonly decimals?: number;
}

const NAMED = [
  { name: "Market.usdc", decimals: 6 },
  { name: "Oracles.btcUsdFeed", decimals: 8 },
  { name: "Oracles.ethUsdFeed", decimals: 8 },
  { name: "Oracles.sequencerFeed" },
  { name: "Oracles.streamsVerifier" },
  { name: "Oracles.vrfCoordinator" },
  { name: "Leads.forwarder" },
  { name: "Keeper.forwarder" },
  { name: "Bounties.forwarder" },
] as const;

/** The contracts that a deployment's parameters name, without those that its chain has not. */
export function externalsIn(parameters: ProtocolParameters): External[] {
  return NAMED.map((one) => {
    const [module = "", parameter = ""] = one.name.split(".");
    return { ...one, address: getAddress(parameterText(parameters, module, parameter)) };
  }).filter(({ address }) => !isAddressEqual(address, zeroAddress));
}

/**
 * Checks that the chain has what the parameters name.
 * @throws {LeadEngineError} names what it has not: a deployment to it could not be repaired everywhere, since immutables hold it.
 */
export async function requireExternals(
  client: Client,
  parameters: ProtocolParameters,
): Promise<void> {
  const faults: string[] = [];
  for (const { name, address, decimals } of externalsIn(parameters)) {
    if ((await getCode(client, { address })) === undefined) {
      faults.push(`${name}: there is no contract at ${address}`);
    } else if (decimals !== undefined) {
      const found = await readContract(client, { address, abi, functionName: "decimals" });
      if (found !== decimals) faults.push(`${name}: ${address} has ${found} decimals`);
    }
  }
  const address = getAddress(parameterText(parameters, "Oracles", "vrfCoordinator"));
  const args = [BigInt(parameterText(parameters, "Oracles", "vrfSubscriptionId"))] as const;
  const subscription = { address, abi, functionName: "getSubscription", args } as const;
  if (faults.length === 0 && !(await isAnswered(readContract(client, subscription)))) {
    faults.push(`Oracles.vrfSubscriptionId: the coordinator ${address} knows none ${args[0]}`);
  }
  if (faults.length === 0) return;
  throw new LeadEngineError(
    "WRONG_PARAMETERS",
    `The chain has not what the parameters name:\n${faults.join("\n")}`,
    "Compare them with the pages that deploy/parameters names, and with --network.",
  );
}

async function isAnswered(answer: Promise<unknown>): Promise<boolean> {
  return answer.then(
    () => true,
    () => false,
  );
}
