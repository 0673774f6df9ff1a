import { expect } from "chai";
import hre from "hardhat";
import type { Abi } from "viem";

import { CONTRACTS } from "../../deploy/sdk/deployments.ts";
import { changingFunctions } from "../../deploy/sdk/governance/governedContracts.ts";

/** Tasks by the functions that they call. */
type Tasks = Readonly<Record<string, string>>;

/** What a role does through the manager: `protocol set CONTRACT FUNCTION ARGUMENTS…`. */
const SET = "protocol set";
const UPGRADE = { upgradeToAndCall: "protocol upgrade" } as const;

/** The task for each function that a user, a keeper or an operator may call. */
const TASKS: Readonly<Record<string, Tasks>> = {
  AccessManager: {
    cancel: "protocol cancel",
    execute: SET,
    grantRole: SET,
    labelRole: SET,
    renounceRole: "protocol renounce",
    revokeRole: SET,
    schedule: SET,
    setGrantDelay: SET,
    setRoleAdmin: SET,
    setRoleGuardian: SET,
    setTargetAdminDelay: SET,
    setTargetClosed: SET,
    setTargetFunctionRole: SET,
    updateAuthority: SET,
  },
  AuctionHouse: {
    ...UPGRADE,
    cancelAuction: "auction cancel",
    closeUnsold: "auction settle",
    commitBid: "bid commit",
    commitBids: "agent run",
    createAuction: "auction create",
    deliver: "lead deliver",
    forfeitBond: "auction forfeit",
    refund: "auction refund",
    releaseTiedBid: "auction release",
    reportBlockedDelivery: "auction report",
    reportOutage: "auction report",
    requestTieBreak: "auction settle",
    resolveTie: "auction settle",
    revealBid: "bid reveal",
    revealBids: "bid open",
    setFeeConfig: SET,
    voidAuction: "auction void",
    withdrawBid: "bid withdraw",
  },
  AuctionKeeper: { ...UPGRADE, perform: "keeper run", preview: "keeper run", setWorkflow: SET },
  BountyMatcher: {
    ...UPGRADE,
    changeBounty: "bounty change",
    closeExpiredBounty: "bounty close",
    matchBounty: "bounty match",
    postBounty: "bounty post",
    recordPurchase: "bounty record",
    setBountyPaused: "bounty pause",
    setWorkflow: SET,
    topUpBounty: "bounty top-up",
    withdrawBounty: "bounty withdraw",
  },
  ComplianceGate: {
    ...UPGRADE,
    invalidate: "compliance invalidate",
    invalidateAll: "compliance invalidate",
    setCountry: SET,
    setLicenceDemand: SET,
  },
  CREVerifier: {
    ...UPGRADE,
    cancelSubmissions: "lead cancel",
    setDonKey: SET,
    setMaxReportAge: SET,
    setWorkflow: SET,
    submitLead: "lead submit",
  },
  CredentialRegistry: {
    attachPolicyEngine: SET,
    registerCredential: "credential issue",
    registerCredentials: SET,
    removeCredential: "credential revoke",
    renewCredential: "credential renew",
    renounceOwnership: SET,
    transferOwnership: SET,
  },
  IdentityRegistry: {
    attachPolicyEngine: SET,
    registerIdentity: "credential issue",
    registerIdentities: SET,
    removeIdentity: SET,
    renounceOwnership: SET,
    transferOwnership: SET,
  },
  IssuancePolicy: UPGRADE,
  LeadNFT: { ...UPGRADE, deliverTo: "lead deliver-to", erase: "lead erase", setRoyalty: SET },
  PersonalEscrowVault: {
    ...UPGRADE,
    deposit: "vault deposit",
    depositFor: "agent key fund",
    depositWithPermit: "vault deposit",
    pause: "protocol pause",
    proveReserves: "vault prove",
    registerDeliveryKey: "key register",
    unpause: "protocol unpause",
    withdraw: "vault withdraw",
  },
  PolicyEngine: {
    addPolicy: SET,
    addPolicyAt: SET,
    grantRole: SET,
    removePolicy: SET,
    renounceRole: SET,
    revokeRole: SET,
    setDefaultPolicyAllow: SET,
    setExtractor: SET,
    setExtractors: SET,
    setPolicyConfiguration: SET,
    setPolicyMapper: SET,
    setTargetDefaultPolicyAllow: SET,
  },
  ProxyAdmin: { renounceOwnership: SET, transferOwnership: SET, upgradeAndCall: SET },
  ReservePricer: {
    ...UPGRADE,
    setCurve: SET,
    setFeed: SET,
    setMultiplierBounds: SET,
    setSequencerFeed: SET,
    setStreamsVerifier: SET,
  },
  VRFTieBreaker: { ...UPGRADE, setCoordinator: SET, setVRFConfig: SET },
  VerticalRegistry: {
    ...UPGRADE,
    configureVertical: "vertical configure",
    setRegionRestriction: SET,
  },
};

/** Why some functions have no task. */
const PEER = "only another contract of the protocol may call it";
const ITSELF = "only the contract itself may call it";
const FORWARDER = "only Chainlink's forwarder or coordinator may call it";
const ENGINE = "only ACE's engine or one of its targets may call it";
const OWN_BATCH = "several of the calls above in one transaction, for programs";
const CARRIED = "carries what another account has signed, for services that pay the gas of others";
const AUTOMATION = "the face of an automation service; keeper run does the same by perform";

/** Functions without a task, with the reason. */
const WITHOUT: Readonly<Record<string, Tasks>> = {
  AccessManager: {
    consumeScheduledOp: "only the contract that is called may call it",
    multicall: OWN_BATCH,
  },
  AuctionHouse: {
    closeErased: PEER,
    commitBidFor: CARRIED,
    createAuctionFor: PEER,
    forfeitBondTo: "what the keeper's contract calls, so that its caller has the tip",
    placeOffer: PEER,
  },
  AuctionKeeper: {
    checkUpkeep: AUTOMATION,
    dueActions: AUTOMATION,
    onReport: FORWARDER,
    performUpkeep: AUTOMATION,
  },
  BountyMatcher: {
    endMatch: PEER,
    matchBestBounty: OWN_BATCH,
    matchFromReport: PEER,
    onReport: FORWARDER,
    tryMatch: ITSELF,
  },
  ComplianceGate: {
    decide: PEER,
    dropAllPasses: PEER,
    dropPasses: PEER,
    postRun: ENGINE,
    requireSeller: PEER,
  },
  CREVerifier: { onReport: FORWARDER, processLead: ITSELF },
  CredentialRegistry: {
    clearContext: ENGINE,
    setContext: ENGINE,
  },
  IdentityRegistry: { clearContext: ENGINE, setContext: ENGINE },
  IssuancePolicy: { postRun: ENGINE },
  LeadNFT: {
    approve: "titles move by delivery only: an operator could do nothing without the owner's key",
    deliver: PEER,
    mint: PEER,
    safeTransferFrom: "always refused: titles move by delivery only",
    setApprovalForAll:
      "titles move by delivery only: an operator could do nothing without the owner's key",
  },
  PersonalEscrowVault: {
    depositWithAuthorization: CARRIED,
    forgetAllPasses: PEER,
    forgetPasses: PEER,
    lock: PEER,
    lockBidBond: PEER,
    payLocked: PEER,
    placeBid: PEER,
    receiverClearance: PEER,
    rememberPass: PEER,
    requireReceiver: PEER,
    settleSale: PEER,
    settleWithoutSale: PEER,
    spendBond: PEER,
    unlock: PEER,
    unlockCovered: PEER,
  },
  PolicyEngine: { attach: ENGINE, detach: ENGINE, run: ENGINE },
  ReservePricer: { recordReport: "takes a report that only a customer of Data Streams has" },
  VRFTieBreaker: { rawFulfillRandomWords: FORWARDER, requestWord: PEER },
};

/** Called once, by the deployment, or by the manager itself when it hands a contract over. */
const EVERYWHERE: readonly string[] = ["initialize", "setAuthority"];

const artifacts = [...new Set(Object.values(CONTRACTS).map(({ artifact }) => artifact))];

describe("every function that changes the chain", () => {
  for (const artifact of artifacts) {
    it(`has a task, or a reason: ${artifact}`, async () => {
      const { abi } = await hre.artifacts.readArtifact(artifact);
      const functions = changingFunctions(abi as Abi).map(({ name }) => name);
      const accounted = [
        ...Object.keys(TASKS[artifact] ?? {}),
        ...Object.keys(WITHOUT[artifact] ?? {}),
        ...EVERYWHERE.filter((name) => functions.includes(name)),
      ];
      expect(accounted.sort()).to.deep.equal([...new Set(functions)].sort());
    });
  }

  it("is accounted for in contracts that a deployment has, and by tasks that there are", () => {
    expect(artifacts).to.include.members([...Object.keys(TASKS), ...Object.keys(WITHOUT)]);
    for (const task of Object.values(TASKS).flatMap((tasks) => Object.values(tasks))) {
      expect(hre.tasks.getTask(task.split(" ")).isEmpty, task).to.equal(false);
    }
  });
});
