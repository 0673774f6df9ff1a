import {
  CoordinatorSet,
  TieBreakFulfilled,
  TieBreakRequested,
  TieBreakWordIgnored,
  VRFConfigSet,
} from "../../generated/VRFTieBreaker/VRFTieBreaker";
import { IgnoredWord } from "../../generated/schema";
import { auctionEntityId, eventId } from "../ids";
import { JsonObject } from "../json";
import { setAuctionState } from "../store/auction";
import { openConfiguration, recordChange } from "../store/configuration";
import { stampCreated } from "../store/stamp";
import { openTieBreak } from "../store/tieBreak";

export function handleTieBreakRequested(event: TieBreakRequested): void {
  const tie = openTieBreak(event.params.leadId, event.params.round, event);
  tie.requestId = event.params.requestId;
  tie.requestedAt = event.block.timestamp;
  tie.save();
  const auction = auctionEntityId(event.params.leadId, event.params.round);
  setAuctionState(auction, "TieBreak", event);
}

export function handleTieBreakFulfilled(event: TieBreakFulfilled): void {
  const tie = openTieBreak(event.params.leadId, event.params.round, event);
  tie.requestId = event.params.requestId;
  tie.word = event.params.word;
  tie.fulfilledAt = event.block.timestamp;
  tie.save();
}

export function handleTieBreakWordIgnored(event: TieBreakWordIgnored): void {
  const ignored = new IgnoredWord(eventId(event));
  ignored.requestId = event.params.requestId;
  stampCreated(ignored, event);
  ignored.save();
}

export function handleCoordinatorSet(event: CoordinatorSet): void {
  const configuration = openConfiguration(event);
  configuration.vrfCoordinator = event.params.vrfCoordinator;
  configuration.save();
  const value = new JsonObject().bytes("vrfCoordinator", event.params.vrfCoordinator);
  recordChange(event, "CoordinatorSet", null, value);
}

export function handleVRFConfigSet(event: VRFConfigSet): void {
  const config = event.params.config;
  const configuration = openConfiguration(event);
  configuration.vrfKeyHash = config.keyHash;
  configuration.vrfSubscriptionId = config.subscriptionId;
  configuration.vrfCallbackGasLimit = config.callbackGasLimit;
  configuration.vrfRequestConfirmations = config.requestConfirmations;
  configuration.vrfNativePayment = config.nativePayment;
  configuration.save();
  const value = new JsonObject()
    .bytes("keyHash", config.keyHash)
    .big("subscriptionId", config.subscriptionId)
    .big("callbackGasLimit", config.callbackGasLimit)
    .int("requestConfirmations", config.requestConfirmations)
    .flag("nativePayment", config.nativePayment);
  recordChange(event, "VRFConfigSet", null, value);
}
