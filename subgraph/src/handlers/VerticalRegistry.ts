import { Bytes } from "@graphprotocol/graph-ts";

import {
  RegionRestrictionSet,
  VerticalConfigured,
} from "../../generated/VerticalRegistry/VerticalRegistry";
import { RegionRestriction, Vertical } from "../../generated/schema";
import { JsonObject } from "../json";
import { recordChange } from "../store/configuration";
import { addRoot } from "../store/recognition";
import { stampCreated, stampUpdated } from "../store/stamp";
import { asciiOf } from "../text";

export function handleVerticalConfigured(event: VerticalConfigured): void {
  const config = event.params.config;
  const id = event.params.vertical;
  let vertical = Vertical.load(id);
  if (vertical == null) {
    vertical = new Vertical(id);
    vertical.slug = event.params.slug;
    if (config.parent != new Bytes(32)) vertical.parent = config.parent;
    else addRoot(id, event);
    stampCreated(vertical, event);
  }
  vertical.active = config.active;
  vertical.commitWindow = config.commitWindow;
  vertical.revealWindow = config.revealWindow;
  vertical.deliveryWindow = config.deliveryWindow;
  vertical.consentRequired = config.consentRequired;
  vertical.consentMaxAge = config.consentMaxAge;
  vertical.duplicateWindow = config.duplicateWindow;
  vertical.licenceRequired = config.licenceRequired;
  vertical.bidBondBps = config.bidBondBps;
  vertical.bidBondMin = config.bidBondMin;
  vertical.bidBondMax = config.bidBondMax;
  vertical.deliveryBondBps = config.deliveryBondBps;
  vertical.minReserve = config.minReserve;
  stampUpdated(vertical, event);
  vertical.save();
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
