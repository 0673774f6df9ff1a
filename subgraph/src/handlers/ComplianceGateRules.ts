import { Bytes } from "@graphprotocol/graph-ts";

import { CountrySet, LicenceDemandSet } from "../../generated/ComplianceGate/ComplianceGate";
import { CountryRule, LicenceDemand } from "../../generated/schema";
import { JsonObject } from "../json";
import { recordChange } from "../store/configuration";
import { learnLicence } from "../store/credentialType";
import { addPlace, recogniseTransferRight } from "../store/recognition";
import { stampCreated, stampUpdated } from "../store/stamp";
import { asciiOf, countryIn } from "../text";

/** Words of the contract's enumeration, by their numbers. */
const DEMANDS = ["VerticalDefault", "Demanded", "NotDemanded"];

export function handleCountrySet(event: CountrySet): void {
  const regime = event.params.regime;
  const country = asciiOf(event.params.country);
  const rule = new CountryRule(event.params.country);
  rule.country = country;
  addPlace(countryIn(event.params.country), event);
  const isKnown = regime != new Bytes(32);
  rule.regime = isKnown ? asciiOf(regime) : null;
  rule.transferRight = isKnown ? recogniseTransferRight(regime, event) : null;
  const freeTo: string[] = [];
  for (let i = 0; i < event.params.freeTo.length; i++) {
    freeTo.push(asciiOf(event.params.freeTo[i]));
  }
  rule.freeTo = freeTo;
  stampCreated(rule, event);
  stampUpdated(rule, event);
  rule.save();
  const value = new JsonObject().text("regime", asciiOf(regime)).texts("freeTo", freeTo);
  recordChange(event, "CountrySet", country, value);
}

export function handleLicenceDemandSet(event: LicenceDemandSet): void {
  const root = event.params.rootVertical;
  const word = DEMANDS[event.params.demand];
  const regions: string[] = [];
  for (let i = 0; i < event.params.regions.length; i++) {
    const region = event.params.regions[i];
    regions.push(asciiOf(region));
    addPlace(region, event);
    const demand = new LicenceDemand(root.concat(region));
    demand.vertical = root;
    demand.region = asciiOf(region);
    demand.demand = word;
    demand.licence = learnLicence(root, region, event);
    stampCreated(demand, event);
    stampUpdated(demand, event);
    demand.save();
  }
  const value = new JsonObject().texts("regions", regions).text("demand", word);
  recordChange(event, "LicenceDemandSet", root.toHexString(), value);
}
