import type { ErrorCatalogue } from "./errorAdvice.ts";

/** Errors of `PersonalEscrowVault` and its delivery keys. */
export const vaultErrors: ErrorCatalogue = {
  PersonalEscrowVault_UnauthorizedCaller: {
    says: "Only the auction house may lock and settle money, not {caller}.",
    next: "Use `npx hardhat vault deposit` and `npx hardhat vault withdraw`.",
  },
  PersonalEscrowVault_InsufficientFree: {
    says: "{account} has {free:usdc} free in the vault; this needs {needed:usdc}.",
    next: "Deposit the difference: `npx hardhat vault deposit <amount>`, then try again.",
  },
  PersonalEscrowVault_InsufficientLocked: {
    says: "{account} has {locked:usdc} locked; {needed:usdc} were to be unlocked.",
    next: "The books do not agree with the call: check the lead with `npx hardhat auction show <leadId>` and report this.",
  },
  PersonalEscrowVault_Paused: {
    says: "The guardian has stopped new business: deposits and new bids wait. Exits stay open, and accounts with money locked may deposit.",
    next: "Reveal, deliver, refund and withdraw as usual; try this again once the pause is lifted.",
  },
  PersonalEscrowVault_NoDeliveryKey: {
    says: "{account} has no delivery key, so no lead could be delivered to it.",
    next: "`npx hardhat bid commit` registers one from your wallet's signature.",
  },
  PersonalEscrowVault_Insolvent: {
    says: "The vault holds less than the {liabilities:usdc} that it owes; there is no new business. Accounts with money locked may deposit.",
    next: "Withdraw what is free; new business starts when a proof of reserves succeeds.",
  },
  PersonalEscrowVault_ZeroAmount: {
    says: "The amount is zero.",
    next: "Name an amount above zero.",
  },
  PersonalEscrowVault_ZeroAddress: {
    says: "Money cannot go to the zero address.",
    next: "Name the account that is to have it.",
  },
  PersonalEscrowVault_SelfWithdrawal: {
    says: "A withdrawal to the vault itself would be a gift to nobody.",
    next: "Name the account that is to have the money: `npx hardhat vault withdraw <amount> --to <address>`.",
  },
  ReservesFeed_UnknownRound: {
    says: "The reserves feed has no round {roundId}.",
    next: "Ask for the latest round.",
  },
  DeliveryKeys_InvalidPossessionProof: {
    says: "The signature does not prove that {account} holds the delivery key.",
    next: "Sign the possession digest with the delivery key itself; the tasks do that.",
  },
  DeliveryKeys_LockedFunds: {
    says: "{account} has {locked:usdc} locked; its delivery key cannot change before that is free.",
    next: "Wait until your auctions are over, or withdraw open bids: `npx hardhat bid withdraw <leadId>`.",
  },
  SafeERC20FailedOperation: {
    says: "The token {token} refused the transfer.",
    next: "Check the account's USDC balance and that Circle has not frozen it.",
  },
  SafeCastOverflowedUintDowncast: {
    says: "{value} does not fit in {bits} bits.",
    next: "Name a smaller amount.",
  },
};
