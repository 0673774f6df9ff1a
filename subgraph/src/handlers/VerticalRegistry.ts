import {
  RegionRestrictionSet,
  VerticalConfigured,
} from "../../generated/VerticalRegistry/VerticalRegistry";
import { RegionRestriction } from "../../generated/schema";
import { JsonObject } from "../json";
import { recordChange } from "../store/configuration";
import { stampUpdated } from "../store/stamp";
import { defineAttributes, meetVertical, openVertical, setParent } from "../store/vertical";
import { asciiOf } from "../text";

export function handleVerticalConfigured(event: VerticalConfigured): void {
  const config = event.params.config;
  const slug = event.params.slug;
  const vertical = openVertical(event.params.vertical, event);
  vertical.slug = slug;
  setParent(vertical, config.parent, event);
  vertical.configured = true;
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
  vertical.save();
  defineAttributes(vertical.id, slug, event);

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
  recordChange(event, "VerticalConfigured", slug, value);
}

export function handleRegionRestrictionSet(event: RegionRestrictionSet): void {
  const id = event.params.vertical.concat(event.params.region);
  const region = asciiOf(event.params.region);
  let restriction = RegionRestriction.load(id);
  if (restriction == null) {
    restriction = new RegionRestriction(id);
    restriction.vertical = meetVertical(event.params.vertical, event).id;
    restriction.region = region;
  }
  restriction.restricted = event.params.restricted;
  stampUpdated(restriction, event);
  restriction.save();
  const value = new JsonObject().text("region", region).flag("restricted", event.params.restricted);
  recordChange(event, "RegionRestrictionSet", event.params.vertical.toHexString(), value);
}
