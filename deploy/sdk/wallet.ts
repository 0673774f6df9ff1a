import type { Account, Chain, Transport, WalletClient } from "viem";

/** A wallet that knows its account and its chain. */
export type Wallet = WalletClient<Transport, Chain, Account>;
