import { Bytes, dataSource, ethereum } from "@graphprotocol/graph-ts";

import { Configuration, ConfigurationChange } from "../../generated/schema";
import { CONFIGURATION_ID, eventId } from "../ids";
import { JsonObject } from "../json";
import { stampCreated, stampUpdated } from "./stamp";

/** Key of the data source's context under which the manifest says the contract's name. */
const CONTRACT_NAME = "contractName";

/** Name of the contract that the event comes from. */
export function contractName(): string {
  return dataSource.context().getString(CONTRACT_NAME);
}

/** What governance has set, to be changed and saved. */
export function openConfiguration(event: ethereum.Event): Configuration {
  let configuration = Configuration.load(CONFIGURATION_ID);
  if (configuration == null) {
    configuration = new Configuration(CONFIGURATION_ID);
    configuration.rootVerticals = [];
    configuration.countries = [];
    stampCreated(configuration, event);
  }
  stampUpdated(configuration, event);
  return configuration;
}

/** Notes a new root vertical. */
export function addRootVertical(id: Bytes, event: ethereum.Event): void {
  const configuration = openConfiguration(event);
  configuration.rootVerticals = configuration.rootVerticals.concat([id]);
  configuration.save();
}

/** Notes a new country. */
export function addCountry(id: Bytes, event: ethereum.Event): void {
  const configuration = openConfiguration(event);
  configuration.countries = configuration.countries.concat([id]);
  configuration.save();
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
  stampCreated(change, event);
  change.save();
}
