import type { ErrorAdvice, ErrorCatalogue } from "./errorAdvice.ts";

/** Errors of USDC as the local chain has it. */
export const tokenErrors: ErrorCatalogue = {
  ERC20InsufficientAllowance: {
    says: "{spender} may take {allowance:usdc}; this needs {needed:usdc}.",
    next: "Approve the amount first; `npx hardhat vault deposit` does it.",
  },
  ERC20InsufficientBalance: {
    says: "{sender} holds {balance:usdc}; this needs {needed:usdc}.",
    next: "Get USDC to the wallet; on a local chain `npx hardhat vault deposit <amount> --faucet` mints it.",
  },
  ERC20InvalidApprover: { says: "{approver} cannot approve.", next: "Use another wallet." },
  ERC20InvalidReceiver: {
    says: "{receiver} cannot receive USDC.",
    next: "Name another receiver.",
  },
  ERC20InvalidSender: { says: "{sender} cannot send USDC.", next: "Use another wallet." },
  ERC20InvalidSpender: { says: "{spender} cannot spend USDC.", next: "Name another spender." },
  TestUSDC_Blacklisted: {
    says: "{account} is on USDC's blacklist: it can neither send nor receive.",
    next: "Withdraw to another account: `npx hardhat vault withdraw <amount> --to <address>`.",
  },
  TestUSDC_PermitExpired: {
    says: "The permit was good until {deadline:time}.",
    next: "Repeat the deposit: it signs a new permit.",
  },
  TestUSDC_InvalidSignature: {
    says: "The signature is not {account}'s, or its nonce was used.",
    next: "Repeat the deposit: it signs again with the present nonce.",
  },
  TestUSDC_CallerNotPayee: {
    says: "Only {payee} may take this authorized transfer, not {caller}.",
    next: "Have {payee} make the call.",
  },
  TestUSDC_AuthorizationNotValidNow: {
    says: "The authorization is valid between {validAfter:time} and {validBefore:time} only.",
    next: "Sign an authorization that is valid now.",
  },
  TestUSDC_AuthorizationUsedOrCanceled: {
    says: "{authorizer}'s authorization was used or cancelled.",
    next: "Sign one with a new nonce.",
  },
  InvalidAccountNonce: {
    says: "{account}'s next nonce is {currentNonce}.",
    next: "Sign again with that nonce.",
  },
  InvalidShortString: {
    says: "The token's name is malformed.",
    next: "This is a fault of the deployment: report it.",
  },
  StringTooLong: {
    says: "The token's name is too long.",
    next: "This is a fault of the deployment: report it.",
  },
};

/** Reasons of Circle's `FiatTokenV2_2`, which reverts with text, by how they start. */
export const tokenReasons: ReadonlyMap<string, ErrorAdvice> = new Map([
  [
    "ERC20: transfer amount exceeds balance",
    {
      says: "The wallet holds less USDC than this needs.",
      next: "Get USDC to the wallet, or name a smaller amount.",
    },
  ],
  [
    "ERC20: transfer amount exceeds allowance",
    {
      says: "The vault may not take that much of the wallet's USDC.",
      next: "Repeat `npx hardhat vault deposit`: it approves the amount.",
    },
  ],
  [
    "Blacklistable: account is blacklisted",
    {
      says: "Circle has frozen this account's USDC.",
      next: "Withdraw to another account: `npx hardhat vault withdraw <amount> --to <address>`.",
    },
  ],
  [
    "FiatTokenV2: permit is expired",
    { says: "The permit has expired.", next: "Repeat the deposit: it signs a new permit." },
  ],
  [
    "EIP2612: invalid signature",
    {
      says: "USDC does not take the wallet's permit.",
      next: "Repeat the deposit with `--approve`, which uses an ordinary approval.",
    },
  ],
  [
    "Pausable: paused",
    { says: "Circle has paused USDC.", next: "Try again once USDC is open again." },
  ],
]);
