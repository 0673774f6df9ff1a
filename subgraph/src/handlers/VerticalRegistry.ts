import { Bytes } from "@graphprotocol/graph-ts";

import {
  RegionRestrictionSet,
  VerticalConfigured,
} from "../../generated/VerticalRegistry/VerticalRegistry";
import { RegionRestriction, Vertical, VerticalRules } from "../../generated/schema";
import { JsonObject } from "../json";
import { recordChange } from "../store/configuration";
import { addRoot } from "../store/recognition";
import { stampCreated, stampUpdated } from "../store/stamp";
import { asciiOf } from "../text";

/** The event tells all of a vertical: nothing has to be looked up. */
export function handleVerticalConfigured(event: VerticalConfigured): void {
  const config = event.params.config;
  const id = event.params.vertical;
  const vertical = new Vertical(id);
  vertical.slug = event.params.slug;
  if (config.parent != new Bytes(32)) vertical.parent = config.parent;
  else addRoot(id, event);
  vertical.rules = id;
  stampCreated(vertical, event);
  stampUpdated(vertical, event);
  vertical.save();

  const rules = new VerticalRules(id);
  rules.active = config.active;
  rules.commitWindow = config.commitWindow;
  rules.revealWindow = config.revealWindow;
  rules.deliveryWindow = config.deliveryWindow;
  rules.consentRequired = config.consentRequired;
  rules.consentMaxAge = config.consentMaxAge;
  rules.duplicateWindow = config.duplicateWindow;
  rules.licenceRequired = config.licenceRequired;
  rules.bidBondBps = config.bidBondBps;
  rules.bidBondMin = config.bidBondMin;
  rules.bidBondMax = config.bidBondMax;
  rules.deliveryBondBps = config.deliveryBondBps;
  rules.minReserve = config.minReserve;
  stampCreated(rules, event);
  stampUpdated(rules, event);
  rules.save();

  const value = new JsonObject()
    .flag("active", config.active)
    .big("commitWindow", config.commitWindow)
    .big("revealWindow", config.revealWindow)
    .big("deliveryWindow", config.deliveryWindow)
    .flag("consentRequired", config.consentRequired)
    .big("consentMaxAge", config.consentMaxAge)
    .big("duplicateWindow", config.duplicateWindow)
    .flag("licenceRequired", config.licenceRequired)
    .int("bidBondBps", config.bidBondBps)
    .big("bidBondMin", config.bidBondMin)
    .big("bidBondMax", config.bidBondMax)
    .int("deliveryBondBps", config.deliveryBondBps)
    .big("minReserve", config.minReserve);
  recordChange(event, "VerticalConfigured", event.params.slug, value);
}

export function handleRegionRestrictionSet(event: RegionRestrictionSet): void {
  const id = event.params.vertical.concat(event.params.region);
  const region = asciiOf(event.params.region);
  let restriction = RegionRestriction.load(id);
  if (restriction == null) {
    restriction = new RegionRestriction(id);
    restriction.vertical = event.params.vertical;
    restriction.region = region;
    stampCreated(restriction, event);
  }
  restriction.restricted = event.params.restricted;
  stampUpdated(restriction, event);
  restriction.save();
  const value = new JsonObject().text("region", region).flag("restricted", event.params.restricted);
  recordChange(event, "RegionRestrictionSet", event.params.vertical.toHexString(), value);
}
