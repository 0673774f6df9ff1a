import { dataSource, ethereum } from "@graphprotocol/graph-ts";

import { Configuration, ConfigurationChange } from "../../generated/schema";
import { configurationId, eventId } from "../ids";
import { JsonObject } from "../json";
import { stampLog, stampUpdated } from "./stamp";

/** Key of the data source's context under which the manifest says the contract's name. */
const CONTRACT_NAME = "contractName";

/** Name of the contract that the event comes from. */
function contractName(): string {
  return dataSource.context().getString(CONTRACT_NAME);
}

/** What governance has set, to be changed and saved. */
export function openConfiguration(event: ethereum.Event): Configuration {
  let configuration = Configuration.load(configurationId());
  if (configuration == null) configuration = new Configuration(configurationId());
  stampUpdated(configuration, event);
  return configuration;
}

/** Keeps a changed setting in the history. */
export function recordChange(
  event: ethereum.Event,
  setting: string,
  subject: string | null,
  value: JsonObject,
): void {
  const change = new ConfigurationChange(eventId(event));
  change.contract = event.address;
  change.contractName = contractName();
  change.setting = setting;
  change.subject = subject;
  change.value = value.toString();
  stampLog(change, event);
  change.save();
}
