import type { Holdings } from "../../deploy/sdk/actions/vault/getBalance.ts";
import { usdcText } from "../../deploy/sdk/codes/text.ts";

/** An account's holdings, for people. */
export function holdingsFacts({ account, free, locked, wallet }: Holdings): [string, string][] {
  return [
    ["account", account],
    ["free in the vault", usdcText(free)],
    ["locked in the vault", usdcText(locked)],
    ["in the wallet", usdcText(wallet)],
  ];
}
