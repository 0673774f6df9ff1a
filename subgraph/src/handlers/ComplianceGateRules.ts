import { Bytes } from "@graphprotocol/graph-ts";

import { CountrySet, LicenceDemandSet } from "../../generated/ComplianceGate/ComplianceGate";
import { CountryRule, LicenceDemand } from "../../generated/schema";
import { JsonObject } from "../json";
import { recordChange } from "../store/configuration";
import { learnLicences, learnTransferRight } from "../store/credentialType";
import { stampUpdated } from "../store/stamp";
import { meetVertical } from "../store/vertical";
import { asciiOf } from "../text";
import { demandOf } from "../words";

export function handleCountrySet(event: CountrySet): void {
  const regime = event.params.regime;
  const country = asciiOf(event.params.country);
  const rule = new CountryRule(event.params.country);
  rule.country = country;
  const isKnown = regime != new Bytes(32);
  rule.regime = isKnown ? asciiOf(regime) : null;
  rule.transferRight = isKnown ? learnTransferRight(regime, event) : null;
  const freeTo: string[] = [];
  for (let i = 0; i < event.params.freeTo.length; i++) {
    freeTo.push(asciiOf(event.params.freeTo[i]));
  }
  rule.freeTo = freeTo;
  stampUpdated(rule, event);
  rule.save();
  const value = new JsonObject().text("regime", asciiOf(regime)).texts("freeTo", freeTo);
  recordChange(event, "CountrySet", country, value);
}

export function handleLicenceDemandSet(event: LicenceDemandSet): void {
  const root = event.params.rootVertical;
  const word = demandOf(event.params.demand);
  const regions: string[] = [];
  for (let i = 0; i < event.params.regions.length; i++) {
    const region = event.params.regions[i];
    regions.push(asciiOf(region));
    const demand = new LicenceDemand(root.concat(region));
    demand.vertical = meetVertical(root, event).id;
    demand.region = asciiOf(region);
    demand.demand = word;
    demand.licence = learnLicences(root, region, event);
    stampUpdated(demand, event);
    demand.save();
  }
  const value = new JsonObject().texts("regions", regions).text("demand", word);
  recordChange(event, "LicenceDemandSet", root.toHexString(), value);
}
