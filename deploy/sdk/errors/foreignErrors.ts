/** What an error says; an argument's name in backticks stands for its value, as in NatSpec. */
export interface ErrorText {
  readonly says: string;
  /** Units of its arguments, as `formatArgument` has them. */
  readonly units?: Readonly<Record<string, string>>;
}

/** Errors of others' contracts that users meet and whose own NatSpec says too little. */
export const foreignErrors: Readonly<Record<string, ErrorText>> = {
  AccessManagedUnauthorized: { says: "`caller` lacks the role that this needs." },
  CredentialAlreadyRegistered: credential("Identity `ccid` holds `credentialTypeId` already."),
  CredentialNotFound: credential("Identity `ccid` does not hold `credentialTypeId`."),
  ERC20InsufficientBalance: {
    says: "`sender` holds `balance`; this needs `needed`.",
    units: { balance: "usdc", needed: "usdc" },
  },
  ERC721NonexistentToken: { says: "There is no lead `tokenId`." },
  ExtractorError: failure("Extractor `extractor` failed"),
  IdentityAlreadyRegistered: { says: "`account` has an identity already." },
  IdentityNotFound: { says: "`account` does not belong to identity `ccid`." },
  PolicyActionError: failure("The action of policy `policy` failed"),
  PolicyMapperError: failure("The mapper of policy `policy` failed"),
  PolicyPostRunError: failure("Policy `policy` failed after it had allowed the call"),
  PolicyRejected: refusal("A policy refuses"),
  PolicyRunError: failure("Policy `policy` failed"),
  PolicyRunRejected: refusal("The policy engine refuses"),
};

/** What Circle's `FiatTokenV2_2` means, which reverts with text, by how the text starts. */
export const tokenReasons: Readonly<Record<string, string>> = {
  "Blacklistable: account is blacklisted": "Circle has frozen this account's USDC.",
  "EIP2612: invalid signature": "USDC does not take the wallet's permit.",
  "ERC20: transfer amount exceeds allowance": "The vault may not take that much USDC.",
  "ERC20: transfer amount exceeds balance": "The wallet holds less USDC than this needs.",
  "FiatTokenV2: permit is expired": "The permit has expired.",
  "Pausable: paused": "Circle has paused USDC.",
};

function credential(says: string): ErrorText {
  return { says, units: { credentialTypeId: "credential" } };
}

function refusal(what: string): ErrorText {
  return { says: `${what}: \`rejectReason\`.`, units: { rejectReason: "reason" } };
}

/** The cause is a sentence: what its revert data means. */
function failure(what: string): ErrorText {
  return { says: `${what}: \`errorReason\``, units: { errorReason: "revert" } };
}
