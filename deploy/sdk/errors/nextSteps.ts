const PROVE = "Repeat `npx hardhat lead deliver`: it proves for the present capsule and buyer.";
const SETTLE = "Resolve the tie with `npx hardhat auction settle {leadId}`.";
const SHOW = "`npx hardhat auction show {leadId}` shows what it waits for.";
const SUBMIT = "Submit the lead again: `npx hardhat lead submit`.";
const WITHDRAW_ELSEWHERE =
  "Withdraw to another account: `npx hardhat vault withdraw <amount> --to <address>`.";

/**
 * What to do about the errors that a seller, a bidder or a keeper can meet through a task, by the error's name; `{name}` stands for the
 * value of an argument. Errors that only a configuration or a fault of the protocol ends in have no entry, nor have those that say it all.
 */
export const nextSteps: Readonly<Record<string, string>> = {
  AuctionHouse_AlreadyClosed: SHOW,
  AuctionHouse_AlreadyListed: SHOW,
  AuctionHouse_BuyerCleared: "Deliver the lead: `npx hardhat lead deliver {leadId}`.",
  AuctionHouse_FeeTooHigh:
    "Accept them: leave `terms.maxFeeBps` and `terms.maxConvenienceFee` out of the file, or list again with `--accept-fees`.",
  AuctionHouse_LeadExpired:
    "Erase it with `npx hardhat lead erase {leadId}`, then submit its consumer again with a newer consent.",
  AuctionHouse_NoCommitment:
    "See the bids with `npx hardhat auction show {leadId}`; check `--account`.",
  AuctionHouse_NoOutage: "`npx hardhat auction forfeit {leadId}` forfeits bonds of unopened bids.",
  AuctionHouse_TieBreakPending: SETTLE,
  AuctionHouse_TieBreakTimedOut: SETTLE,
  AuctionHouse_TiedBidNotReleasable: SETTLE,
  AuctionHouse_TooEarly:
    "Wait until then; on a local chain `npx hardhat chain advance <duration>` passes the time.",
  AuctionHouse_TooLate: SHOW,
  AuctionHouse_UnfundedBid:
    "Deposit the difference before the reveal phase ends: `npx hardhat vault deposit <amount>`, then reveal again, or the bond is lost.",
  AuctionHouse_WrongOpening:
    "Reveal with the amount of your latest commitment: `npx hardhat bid reveal {leadId} --amount <amount>`.",
  AuctionHouse_WrongPhase: SHOW,
  AuctionHouse_WrongRound:
    "Read the terms with `npx hardhat auction show {leadId}`, then bid again.",
  ComplianceGate_Denied:
    "See which rule and what would fix it: `npx hardhat compliance check <account> <leadId>`.",
  ComplianceGate_Unavailable:
    "New business waits until it answers; reveal, deliver, refund and withdraw stay open.",
  CREVerifier_ConsentInvalid: "Get the consumer's consent again and correct `consentTime`.",
  CREVerifier_DeadlinePassed: `${SUBMIT} \`--deadline\` says how long its signature counts.`,
  CREVerifier_FutureReport: SUBMIT,
  CREVerifier_LeadExpired: SUBMIT,
  CREVerifier_NonceUsed: SUBMIT,
  CREVerifier_RecycledLead:
    "Submit another lead. One that came back is listed again with `npx hardhat auction create {leadId}`, or erased with `npx hardhat lead erase {leadId}` where no time is left for that.",
  CREVerifier_StaleReport: SUBMIT,
  CREVerifier_WrongWorkflow: "Submit the lead to the DON of this deployment; check `--don`.",
  DeliveryProof_ChallengeMismatch: PROVE,
  ERC20InsufficientBalance:
    "Get USDC to the wallet; on a local chain `npx hardhat vault deposit <amount> --faucet` mints it.",
  ERC721NonexistentToken: "`npx hardhat auction list` lists leads that are for sale.",
  LeadNFT_CapsuleMismatch: PROVE,
  LeadNFT_DeliveryKeyMismatch: PROVE,
  LeadNFT_Erased: "Submit the consumer's lead again if the consent still stands.",
  LeadNFT_Expired:
    "Its buyer gets the money back with `npx hardhat auction refund {leadId}`; its seller erases it with `npx hardhat lead erase {leadId}`.",
  LeadNFT_InAuction: SHOW,
  PassBook_ClearanceTooShort:
    "Have the credential that ends first renewed: `npx hardhat credential show {account}` shows their ends.",
  PersonalEscrowVault_InsufficientFree:
    "Deposit the difference: `npx hardhat vault deposit <amount>`, then try again.",
  PersonalEscrowVault_Insolvent:
    "Withdraw what is free; new business starts when a proof of reserves succeeds.",
  PersonalEscrowVault_Paused:
    "Reveal, deliver, refund and withdraw as usual; try this again once the pause is lifted.",
  TestUSDC_Blacklisted: WITHDRAW_ELSEWHERE,
  VerticalRegistry_InactiveVertical: "Submit the lead when the vertical opens again.",
  VerticalRegistry_UnknownVertical:
    "Use a leaf vertical of deploy/parameters/verticals.json that this deployment has configured.",
  "Blacklistable: account is blacklisted": WITHDRAW_ELSEWHERE,
  "EIP2612: invalid signature":
    "Repeat the deposit with `--approve`, which uses an ordinary approval.",
  "ERC20: transfer amount exceeds balance": "Get USDC to the wallet, or name a smaller amount.",
  "Pausable: paused": "Try again once USDC is open again.",
};
