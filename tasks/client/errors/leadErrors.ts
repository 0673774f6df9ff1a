import type { ErrorCatalogue } from "./errorAdvice.ts";

/** Errors of `LeadNFT`, with those of ERC-721. */
export const leadErrors: ErrorCatalogue = {
  LeadNFT_UnauthorizedCaller: {
    says: "Only another contract of the protocol may call this, not {caller}.",
    next: "Leads are minted by a report (`npx hardhat lead submit`) and moved by an auction or `deliverTo`.",
  },
  LeadNFT_TransferWithoutCapsule: {
    says: "Lead {leadId} cannot be transferred without its key.",
    next: "Sell it in an auction, or hand it over with `deliverTo`, which re-encrypts the key.",
  },
  LeadNFT_Erased: {
    says: "The content of lead {leadId} was erased for ever.",
    next: "It can be neither sold nor read; submit the consumer's lead again if consent still stands.",
  },
  LeadNFT_Expired: {
    says: "Lead {leadId} expired at {expiresAt:time}: nothing is delivered after that.",
    next: "Its buyer has its money back with `npx hardhat auction refund {leadId}`; its seller erases it with `npx hardhat lead erase {leadId}` and submits the consumer again if consent still stands.",
  },
  LeadNFT_InAuction: {
    says: "Lead {leadId} is in an auction that is not closed yet.",
    next: "Deliver it to the auction's buyer, or hand it over when the auction is closed: `npx hardhat auction show {leadId}`.",
  },
  LeadNFT_ReceiverIsSeller: {
    says: "{seller} sold lead {leadId}, which never comes back to its seller.",
    next: "Hand it over to another account.",
  },
  LeadNFT_AcceptanceExpired: {
    says: "{to} accepted lead {leadId} until {deadline:time} only.",
    next: "Have {to} sign another acceptance.",
  },
  LeadNFT_InvalidAcceptance: {
    says: "{to} has not signed that it accepts lead {leadId} with its present capsule.",
    next: "Have {to} sign `acceptanceDigest`; a delivery makes earlier signatures worthless.",
  },
  LeadNFT_NotSellersLead: {
    says: "Lead {leadId} belongs to {owner}; its seller {seller} no longer owns it.",
    next: "Only the seller who still owns a lead can have it auctioned.",
  },
  LeadNFT_NotOwner: {
    says: "{caller} neither owns lead {leadId} nor is its owner's operator.",
    next: "Repeat the call with the owner's wallet: `npx hardhat lead show {leadId}` names the owner.",
  },
  LeadNFT_CapsuleMismatch: {
    says: "The capsule given for lead {leadId} is not the one on record.",
    next: "Read the capsule of the lead's latest LeadMinted or LeadDelivered event and prove again.",
  },
  LeadNFT_DeliveryKeyMismatch: {
    says: "The new capsule of lead {leadId} is not encrypted to {to}'s registered delivery key.",
    next: "Read the key of {to}'s latest DeliveryKeyRegistered event and prove again.",
  },
  LeadNFT_InvalidCapsulePoint: {
    says: "Point {index} of the capsule (A, B, P) is not on the curve.",
    next: "Encrypt the lead again: `npx hardhat lead submit`.",
  },
  LeadNFT_ZeroContentHash: {
    says: "The submission names no ciphertext.",
    next: "Encrypt the lead again: `npx hardhat lead submit`.",
  },
  LeadNFT_RoyaltyTooHigh: {
    says: "A royalty of {royaltyBps:bps} is above {max:bps}.",
    next: "Propose a lower royalty.",
  },
  ERC721NonexistentToken: {
    says: "There is no lead {tokenId}.",
    next: "`npx hardhat auction list` lists leads that are for sale.",
  },
  ERC721IncorrectOwner: {
    says: "Lead {tokenId} belongs to {owner}, not to {sender}.",
    next: "Repeat the call with the owner's wallet.",
  },
  ERC721InsufficientApproval: {
    says: "{operator} may not act for the owner of lead {tokenId}.",
    next: "Have the owner approve {operator}, or use the owner's wallet.",
  },
  ERC721InvalidApprover: {
    says: "{approver} may not approve others for this lead.",
    next: "Approve with the owner's wallet.",
  },
  ERC721InvalidOperator: {
    says: "{operator} cannot be an operator.",
    next: "Name another account.",
  },
  ERC721InvalidOwner: {
    says: "{owner} cannot own leads.",
    next: "Ask about another account.",
  },
  ERC721InvalidReceiver: {
    says: "{receiver} cannot receive leads: a contract has to implement ERC-721's receiver.",
    next: "Name an account or a contract that takes ERC-721 tokens.",
  },
  ERC721InvalidSender: {
    says: "{sender} cannot send leads.",
    next: "Name the present owner.",
  },
};
