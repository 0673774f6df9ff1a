import type { ErrorCatalogue } from "./errorAdvice.ts";

const BOUNDS = "Propose a value within the bounds.";

/** Errors that only whoever configures the protocol meets, and those of recorded prices. */
export const configurationErrors: ErrorCatalogue = {
  VerticalRegistry_InvalidSlug: {
    says: "The slug {slug} is malformed: a-z, 0-9, _ and single inner dots, 64 bytes at most.",
    next: "Correct the slug.",
  },
  VerticalRegistry_UnknownParent: {
    says: "Vertical {vertical:vertical} comes before its parent {parent:vertical}.",
    next: "Configure the parent first.",
  },
  VerticalRegistry_WindowOutOfBounds: {
    says: "A window of {window} seconds is outside {min} to {max}.",
    next: BOUNDS,
  },
  VerticalRegistry_BondBpsTooHigh: { says: "{bps:bps} is above {max:bps}.", next: BOUNDS },
  VerticalRegistry_InvalidBondBounds: {
    says: "A bond between {min:usdc} and {max:usdc} is not possible.",
    next: "Propose bounds above zero and in order.",
  },
  VerticalRegistry_ZeroMinReserve: {
    says: "A reserve of zero would let a lead go for nothing.",
    next: "Propose a minimum reserve above zero.",
  },
  VerticalRegistry_ConsentMaxAgeTooShort: {
    says: "Consent that is valid for {consentMaxAge} seconds does not outlive an auction, which takes up to {needed}.",
    next: "Propose a longer age, or shorter windows.",
  },
  ReserveCurve_InvalidLength: {
    says: "A curve has 1 to {max} points, not {length}.",
    next: "Propose a curve within the bounds.",
  },
  ReserveCurve_MultiplierOutOfBounds: {
    says: "Multiplier {index} of {multiplierBps:bps} is outside {min:bps} to {max:bps}.",
    next: BOUNDS,
  },
  ReserveCurve_RatioNotRising: {
    says: "Ratio {index} of {ratioBps:bps} does not rise above {previousBps:bps}.",
    next: "Sort the curve's points.",
  },
  ReservePricer_StreamsDisabled: {
    says: "No stream is configured for asset {asset}.",
    next: "Rely on the feed, or have a stream configured.",
  },
  ReservePricer_WrongStream: {
    says: "The report is of stream {actual}, not {expected}.",
    next: "Fetch the report of the asset's own stream.",
  },
  ReservePricer_UnexpectedPayment: {
    says: "Verification costs nothing here, yet {value} wei were sent.",
    next: "Send no money along.",
  },
  ReservePricer_ReportExpired: {
    says: "The price report expired at {expiresAt:time}.",
    next: "Fetch a newer report.",
  },
  ReservePricer_FutureReport: {
    says: "The price of {observedAt:time} lies in the chain's future ({now_:time}).",
    next: "Send the report again in a minute.",
  },
  ReservePricer_ReportNotNewer: {
    says: "A price of {recordedAt:time} is recorded; this one is of {observedAt:time}.",
    next: "Nothing to do, or fetch a newer report.",
  },
  ReservePricer_ReportOutOfBand: {
    says: "The price {price} (8 decimals) is outside {minPrice} to {maxPrice}.",
    next: "Check the report; the band is the configurator's to move.",
  },
  ReservePricer_InvalidFeed: {
    says: "{feed} with {decimals} decimals is no feed that can be used.",
    next: "Propose a Chainlink feed with 8 decimals.",
  },
  ReservePricer_InvalidMaxAge: {
    says: "Heartbeat and margin of {maxAge} seconds are above {max}.",
    next: BOUNDS,
  },
  ReservePricer_InvalidPriceBand: {
    says: "The reference price {referencePrice} is not within {minPrice} to {maxPrice}.",
    next: "Propose a band around the reference price.",
  },
  ReservePricer_InvalidMultiplierBounds: {
    says: "Bounds of {min:bps} to {max:bps} are not within {hardMin:bps} to {hardMax:bps} around 100 %.",
    next: BOUNDS,
  },
  ReservePricer_GracePeriodTooLong: {
    says: "A grace period of {gracePeriod} seconds is above {max}.",
    next: BOUNDS,
  },
  ReservePricer_InvalidSequencerFeed: {
    says: "{feed} is no sequencer feed.",
    next: "Propose the chain's L2 sequencer uptime feed.",
  },
  ReservePricer_InvalidStream: {
    says: "Stream {streamId} is not of schema version {version}.",
    next: "Propose a stream of that version.",
  },
  ReservePricer_InvalidStreamsVerifier: {
    says: "{verifierProxy} is no verifier of Data Streams.",
    next: "Propose the chain's VerifierProxy.",
  },
  VRFTieBreaker_UnauthorizedCaller: {
    says: "Only the auction house asks for words and only the coordinator brings them, not {caller}.",
    next: "Request the tie-break of the auction instead.",
  },
  VRFTieBreaker_AlreadyRequested: {
    says: "The one random word of round {round} of lead {leadId} was requested already.",
    next: "Once the word is there, `npx hardhat auction settle {leadId}` decides the tie by it.",
  },
  VRFTieBreaker_InvalidCoordinator: {
    says: "{coordinator} is no VRF coordinator.",
    next: "Propose the chain's VRF v2.5 coordinator.",
  },
  VRFTieBreaker_InvalidCallbackGasLimit: {
    says: "A callback gas limit of {callbackGasLimit} is outside {min} to {max}.",
    next: BOUNDS,
  },
  VRFTieBreaker_InvalidRequestConfirmations: {
    says: "{requestConfirmations} confirmations are above {max}.",
    next: BOUNDS,
  },
};
