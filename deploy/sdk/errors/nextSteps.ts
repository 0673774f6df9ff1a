const FIND = "`findBounties({ leadId: {leadId} })` shows what stands against each bounty.";
const POST = "Post another one: `postBounty({ terms, budget })`.";
const PROVE = "Repeat `deliverLead({ leadId })`: it proves for the present capsule and buyer.";
const SETTLE = "Resolve the tie with `settleAuction({ leadId: {leadId} })`.";
const SHOW = "`getAuction({ leadId: {leadId} })` shows what it waits for.";
const SUBMIT = "Submit the lead again: `submitLead({ lead, vertical })`.";
const WITHDRAW_ELSEWHERE = "Withdraw to another account: `withdraw({ amount, to })`.";

/**
 * What to do about the errors that a seller, a bidder or a keeper can meet, by the error's name; `{name}` stands for the value of an
 * argument. Errors that only a wrong configuration or a fault of the protocol causes have no entry, nor do those that need none.
 */
export const nextSteps: Readonly<Record<string, string>> = {
  AuctionHouse_AlreadyClosed: SHOW,
  AuctionHouse_AlreadyListed: SHOW,
  AuctionHouse_BuyerCleared: "Deliver the lead: `deliverLead({ leadId: {leadId} })`.",
  AuctionHouse_FeeTooHigh:
    "Accept them: leave `maxFeeBps` and `maxConvenienceFee` out of the lead's terms, or list it again with `createAuction({ leadId: {leadId}, acceptFees: true })`.",
  AuctionHouse_LeadExpired:
    "Erase it with `eraseLead({ leadId: {leadId} })`, then submit its consumer again with a newer consent.",
  AuctionHouse_NoCommitment:
    "Use the wallet that has bid; `getAuction({ leadId: {leadId} })` lists the bids.",
  AuctionHouse_NoOutage: "`forfeitBonds({ leadId: {leadId} })` forfeits bonds of unopened bids.",
  AuctionHouse_TieBreakPending: SETTLE,
  AuctionHouse_TieBreakTimedOut: SETTLE,
  AuctionHouse_TiedBidNotReleasable: SETTLE,
  AuctionHouse_TooEarly: "Wait until then; a local chain's clock can be advanced.",
  AuctionHouse_TooLate: SHOW,
  AuctionHouse_UnfundedBid:
    "Deposit the difference before the reveal phase ends: `deposit({ amount })`, then reveal again, or the bond is lost.",
  AuctionHouse_WrongOpening:
    "Reveal with the amount of your latest commitment: `revealBid({ leadId: {leadId}, amount })`.",
  AuctionHouse_WrongPhase: SHOW,
  AuctionHouse_WrongRound:
    "Read the terms with `getAuction({ leadId: {leadId} })`, then bid again.",
  AuctionHouse_BidStands:
    "An account has one bid in a round: match another account's bounty, or withdraw the sealed bid.",
  AuctionHouse_OfferBelowReserve: FIND,
  AuctionHouse_OfferNotHigher: FIND,
  BountyMatcher_Closed: POST,
  BountyMatcher_ExpiryPassed: "Let it end later.",
  BountyMatcher_InvalidRegion: "Write a country or a subdivision, such as US or US-TX.",
  BountyMatcher_NoHours: "Name hours of the week, such as `Mon-Fri 8-18`, or `always`.",
  BountyMatcher_NoMatch: FIND,
  BountyMatcher_NoneMatches: FIND,
  BountyMatcher_NotExpired: "Wait until then; its poster can withdraw it at any time.",
  BountyMatcher_NotPoster: "Use its poster's wallet.",
  BountyMatcher_NotSold: SHOW,
  BountyMatcher_TooManyItems: "Name fewer; a country stands for all of its subdivisions.",
  BountyMatcher_WrongFacts:
    "Only the newest lead of a consumer can be matched: see `getLead({ leadId: {leadId} })`.",
  BountyMatcher_ZeroPrice: "Offer a price above zero.",
  ComplianceGate_Denied:
    'See which rule it is and what it needs: `checkCompliance({ account: "{account}", leadId })`.',
  ComplianceGate_Unavailable:
    "New business waits until it answers; reveal, deliver, refund and withdraw stay open.",
  CREVerifier_ConsentInvalid: "Get the consumer's consent again and correct `consentTime`.",
  CREVerifier_DeadlinePassed:
    "Submit the lead again, with a signature that is valid for longer: `submitLead({ lead, vertical, validFor })`.",
  CREVerifier_FutureReport: SUBMIT,
  CREVerifier_LeadExpired: SUBMIT,
  CREVerifier_NonceUsed: SUBMIT,
  CREVerifier_RecycledLead:
    "Submit another lead. One that came back is listed again with `createAuction({ leadId: {leadId} })`, or erased with `eraseLead({ leadId: {leadId} })` where no time is left for that.",
  CREVerifier_StaleReport: SUBMIT,
  CREVerifier_WrongWorkflow:
    "Submit the lead to the DON of this deployment: name it with `services.don`.",
  DeliveryProof_ChallengeMismatch: PROVE,
  ERC20InsufficientBalance:
    "Get USDC to the wallet; on a local chain `deposit({ amount, faucet: true })` mints it.",
  ERC721NonexistentToken: "`listAuctions({})` lists leads that are for sale.",
  LeadNFT_CapsuleMismatch: PROVE,
  LeadNFT_DeliveryKeyMismatch: PROVE,
  LeadNFT_Erased: "Submit the consumer's lead again if the consent still stands.",
  LeadNFT_Expired:
    "Its buyer gets the money back with `refundBuyer({ leadId: {leadId} })`; its seller erases it with `eraseLead({ leadId: {leadId} })`.",
  LeadNFT_InAuction: SHOW,
  PassBook_ClearanceTooShort:
    'Have the credential that ends first renewed: `getCredentials({ account: "{account}" })` shows their ends.',
  PersonalEscrowVault_InsufficientFree:
    "Deposit the difference: `deposit({ amount })`, then try again.",
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
    "Deposit by an ordinary approval: `deposit({ amount, approve: true })`.",
  "ERC20: transfer amount exceeds balance": "Get USDC to the wallet, or name a smaller amount.",
  "Pausable: paused": "Try again once USDC is open again.",
};
