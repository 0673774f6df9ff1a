import {
  decodeFunctionData,
  formatEther,
  isAddressEqual,
  size,
  slice,
  type Abi,
  type Address,
} from "viem";
import { getGasPrice } from "viem/actions";

import { LOCAL_CHAIN } from "../../deploy/sdk/actions/chainTime.ts";
import type { Step, Trader } from "../../deploy/sdk/client.ts";
import { CONTRACT_NAMES, CONTRACTS } from "../../deploy/sdk/deployments.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";
import { accessManagerAbi, testUSDCAbi } from "../../deploy/sdk/generated/abis.ts";
import { toJson } from "../../deploy/sdk/codes/json.ts";
import { facts } from "./output.ts";

/** A step with what it would cost, for programs. Amounts are in USDC units. */
export type PlannedStep = Awaited<ReturnType<typeof plannedStep>>;

/** Longest text of an argument that people are shown. */
const SHOWN = 70;

/** Names a step's contract, function and arguments, and what it would cost now. */
export async function plannedStep(trader: Trader, { transaction, ...step }: Step) {
  if (transaction === undefined) return { ...step, call: null, gas: 0n, fee: 0n };
  const { gas } = transaction;
  return { ...step, call: callOf(trader, transaction), gas, fee: await feeOf(trader, transaction) };
}

/** A step as people read it, before it is sent or instead of it. */
export function stepText(
  { what, amounts, call, gas, fee, then }: PlannedStep,
  { chainId, address }: Pick<Trader, "chainId" | "address">,
  network: string,
): string {
  return facts([
    ["step", what],
    ...Object.entries(amounts).map(([name, units]) => [wordsOf(name), usdcText(units)] as const),
    ...(call === null
      ? []
      : [
          ["calls", `${call.function} of ${call.contract} ${call.to}`] as const,
          ...Object.entries(call.arguments).map(
            ([name, value]) => [`argument ${name}`, shortText(value)] as const,
          ),
        ]),
    ["costs", gas === 0n ? "no gas" : `${gas} gas, about ${formatEther(fee)} ETH`],
    ["account", address],
    ["network", `${network}, chain ${chainId}`],
    ...(then === undefined ? [] : [["then", `${then}, which can be tried only after it`] as const]),
  ]);
}

/** Wei that a transaction would cost now, with what a rollup charges for the chain below. */
async function feeOf(
  { publicClient, wallet, address, chainId }: Trader,
  { to, data, gas }: NonNullable<Step["transaction"]>,
): Promise<bigint> {
  const above = gas * (await getGasPrice(publicClient));
  if (chainId === LOCAL_CHAIN) return above;
  const { estimateL1Fee } = await import("viem/op-stack");
  const transaction = { account: address, chain: wallet.chain, to, data };
  // A chain without the rollup's oracle charges nothing for another one.
  return above + (await estimateL1Fee(publicClient, transaction).catch(() => 0n));
}

/** What a transaction calls. */
function callOf({ contracts, deployment }: Trader, { to, data }: NonNullable<Step["transaction"]>) {
  if (to === undefined) {
    return {
      to: "at a new address",
      contract: "a new contract",
      function: "constructor",
      arguments: {},
    };
  }
  const name = CONTRACT_NAMES.find((one) => isAddressEqual(deployment[one], to));
  const all: readonly { readonly address: Address; readonly abi: Abi }[] = Object.values(contracts);
  const own = all.find(({ address }) => isAddressEqual(address, to));
  const abis: readonly Abi[] = [own?.abi ?? accessManagerAbi, testUSDCAbi];
  for (const abi of abis) {
    try {
      const { functionName, args = [] } = decodeFunctionData({ abi, data });
      return {
        to,
        contract: name === undefined ? "the token" : CONTRACTS[name].artifact,
        function: functionName,
        arguments: namedArguments(abi, functionName, args),
      };
    } catch {
      // Another contract's function.
    }
  }
  return { to, contract: "a contract", function: slice(data, 0, 4), arguments: {} };
}

function namedArguments(abi: Abi, functionName: string, args: readonly unknown[]) {
  const item = abi.find(
    (one) =>
      one.type === "function" && one.name === functionName && one.inputs.length === args.length,
  );
  const inputs = item?.type === "function" ? item.inputs : [];
  return Object.fromEntries(
    args.map((value, index) => [inputs[index]?.name ?? String(index), value]),
  );
}

function shortText(value: unknown): string {
  const text = typeof value === "string" ? value : toJson(value);
  if (text.length <= SHOWN) return text;
  return text.startsWith("0x")
    ? `${text.slice(0, 18)}… (${size(text as `0x${string}`)} bytes)`
    : `${text.slice(0, SHOWN)}…`;
}

/** `deliveryBond` as `delivery bond`. */
function wordsOf(name: string): string {
  return name.replaceAll(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`);
}
