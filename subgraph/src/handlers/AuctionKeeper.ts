import { WorkflowSet } from "../../generated/AuctionKeeper/AuctionKeeper";
import { JsonObject } from "../json";
import { openConfiguration, recordChange } from "../store/configuration";

/** The workflow that may keep auctions; another one than that which reports leads. */
export function handleAuctionKeeperWorkflowSet(event: WorkflowSet): void {
  const config = event.params.config;
  const configuration = openConfiguration(event);
  configuration.keeperWorkflowOwner = config.owner;
  configuration.keeperWorkflowName = config.name;
  configuration.keeperWorkflowId = config.id;
  configuration.save();
  const value = new JsonObject()
    .bytes("owner", config.owner)
    .bytes("name", config.name)
    .bytes("id", config.id);
  recordChange(event, "WorkflowSet", null, value);
}
