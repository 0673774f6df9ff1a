import type { Chain } from "./chain.ts";
import { updated, type Claim } from "./claim.ts";
import { CONFIGURATION_ID } from "./ids.ts";
import { pointBytes } from "./words.ts";

/** Events that change what governance has set. */
const CHANGES: readonly string[] = [
  "FeeConfigSet",
  "RoyaltySet",
  "WorkflowSet",
  "MaxReportAgeSet",
  "DonKeySet",
  "MultiplierBoundsSet",
  "SequencerFeedSet",
  "StreamsVerifierSet",
  "CoordinatorSet",
  "VRFConfigSet",
  "DefaultPolicyAllowSet",
];
/** A price at which a royalty in basis points is itself. */
const ROYALTY_PRICE = 10_000n;

/** What governance has set, as the contracts keep it. */
export async function configurationClaims(chain: Chain): Promise<Claim[]> {
  const { history, at, contracts } = chain;
  const { house, verifier, pricer, tieBreaker, keeper, matcher } = contracts;
  const changes = history.logs.filter(({ event }) => CHANGES.includes(event));
  const fees = await house.read.feeConfig(at);
  const workflow = await verifier.read.workflow(at);
  const keeping = await keeper.read.workflow(at);
  const matching = await matcher.read.workflow(at);
  const [minMultiplierBps, maxMultiplierBps] = await pricer.read.multiplierBounds(at);
  const [sequencerFeed, sequencerGracePeriod] = await pricer.read.sequencerFeed(at);
  const donEpoch = await verifier.read.donEpoch(at);
  const [donKey] = await verifier.read.donKeyOf([donEpoch], at);
  const [, previousDonKeyUntil] = await verifier.read.donKeyOf([donEpoch - 1], at);
  const vrf = await tieBreaker.read.vrfConfig(at);
  const kept: Claim = {
    entity: "Configuration",
    id: CONFIGURATION_ID,
    view: "the contracts' configuration",
    fields: {
      ...fees,
      workflowOwner: workflow.owner,
      workflowName: workflow.name,
      workflowId: workflow.id,
      maxReportAge: await verifier.read.maxReportAge(at),
      ...{ donEpoch, donKey: pointBytes(donKey), previousDonKeyUntil },
      keeperWorkflowOwner: keeping.owner,
      keeperWorkflowName: keeping.name,
      keeperWorkflowId: keeping.id,
      matcherWorkflowOwner: matching.owner,
      matcherWorkflowName: matching.name,
      matcherWorkflowId: matching.id,
      minMultiplierBps,
      maxMultiplierBps,
      sequencerFeed,
      sequencerGracePeriod,
      streamsVerifier: await pricer.read.streamsVerifier(at),
      vrfCoordinator: await tieBreaker.read.coordinator(at),
      vrfKeyHash: vrf.keyHash,
      vrfSubscriptionId: vrf.subscriptionId,
      vrfCallbackGasLimit: vrf.callbackGasLimit,
      vrfRequestConfirmations: vrf.requestConfirmations,
      vrfNativePayment: vrf.nativePayment,
      policyDefaultAllow: history.of("engine", "DefaultPolicyAllowSet").at(-1)?.args.defaultAllow,
      ...updated(...changes),
    },
  };
  return [kept, await royaltyClaim(chain)];
}

/** ERC-2981 tells the royalty of a lead, once there is one. */
async function royaltyClaim({ history, contracts, at, leadIds }: Chain): Promise<Claim> {
  const [leadId] = leadIds;
  const told = history.of("nft", "RoyaltySet").at(-1)?.args.royaltyBps;
  const royaltyBps =
    leadId === undefined
      ? told
      : (await contracts.nft.read.royaltyInfo([leadId, ROYALTY_PRICE], at))[1];
  return {
    entity: "Configuration",
    id: CONFIGURATION_ID,
    view: "LeadNFT.royaltyInfo",
    fields: { royaltyBps },
  };
}
