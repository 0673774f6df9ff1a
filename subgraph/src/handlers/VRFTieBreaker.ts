import {
  CoordinatorSet,
  TieBreakFulfilled,
  TieBreakRequested,
  VRFConfigSet,
} from "../../generated/VRFTieBreaker/VRFTieBreaker";
import { JsonObject } from "../json";
import { openAuction } from "../store/auction";
import { openConfiguration, recordChange } from "../store/configuration";
import { Feed } from "../store/feed";

export function handleTieBreakRequested(event: TieBreakRequested): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  auction.tieRequestId = event.params.requestId;
  auction.tieRequestedAt = event.block.timestamp;
  auction.save();
  new Feed(event, auction).add("TieRequested", auction.leader);
}

export function handleTieBreakFulfilled(event: TieBreakFulfilled): void {
  const auction = openAuction(event.params.leadId, event.params.round, event);
  auction.tieRequestId = event.params.requestId;
  auction.tieWord = event.params.word;
  auction.tieWordAt = event.block.timestamp;
  auction.save();
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
