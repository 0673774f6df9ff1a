import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { CredentialType, LicenceScope } from "../../generated/schema";
import { licenceScopeId } from "../ids";
import { countryIn, REGION_SIZE } from "../text";
import { learnLicence, learnTransferRight, newCredentialType } from "./credentialType";
import { licenceType, plainKindOf } from "./credentialTypeId";
import { stampCreated, stampUpdated } from "./stamp";

/** Describes a type of credential where it is new, as far as its id can be recognised; returns its id. */
export function openCredentialType(id: Bytes, event: ethereum.Event): Bytes {
  if (CredentialType.load(id) != null) return id;
  const kind = plainKindOf(id);
  if (kind != "Other") {
    newCredentialType(id, kind, event).save();
    return id;
  }
  const scope = loadScope(event);
  if (learnLicenceIn(scope.roots, scope.places, id, event)) return id;
  newCredentialType(id, kind, event).save();
  scope.unknownTypes = scope.unknownTypes.concat([id]);
  scope.save();
  return id;
}

/** Describes the right to receive data of a regime from now on; returns its type. */
export function recogniseTransferRight(regime: Bytes, event: ethereum.Event): Bytes {
  const id = learnTransferRight(regime, event);
  const scope = loadScope(event);
  const unknown = without(scope.unknownTypes, id);
  if (unknown.length < scope.unknownTypes.length) {
    scope.unknownTypes = unknown;
    scope.save();
  }
  return id;
}

/** Notes a root vertical, where it is new. */
export function addRoot(root: Bytes, event: ethereum.Event): void {
  const scope = loadScope(event);
  if (includes(scope.roots, root)) return;
  scope.roots = scope.roots.concat([root]);
  learnUnknown(scope, [root], scope.places, event);
  scope.save();
}

/** Notes a region and its country, where they are new. */
export function addPlace(region: Bytes, event: ethereum.Event): void {
  const scope = loadScope(event);
  const known = scope.places;
  const country = countryIn(region);
  let places = new Bytes(0);
  if (!includesPlace(known, country)) places = places.concat(country);
  if (region != country && !includesPlace(known, region)) places = places.concat(region);
  if (places.length == 0) return;
  scope.places = known.concat(places);
  learnUnknown(scope, scope.roots, places, event);
  scope.save();
}

function loadScope(event: ethereum.Event): LicenceScope {
  let scope = LicenceScope.load(licenceScopeId());
  if (scope == null) {
    scope = new LicenceScope(licenceScopeId());
    scope.roots = [];
    scope.places = new Bytes(0);
    scope.unknownTypes = [];
    stampCreated(scope, event);
  }
  stampUpdated(scope, event);
  return scope;
}

/** Describes types that were unknown and are licences of these roots in these places. */
function learnUnknown(
  scope: LicenceScope,
  roots: Bytes[],
  places: Bytes,
  event: ethereum.Event,
): void {
  const unknown = scope.unknownTypes;
  const left: Bytes[] = [];
  for (let i = 0; i < unknown.length; i++) {
    if (!learnLicenceIn(roots, places, unknown[i], event)) left.push(unknown[i]);
  }
  scope.unknownTypes = left;
}

/** Describes the licence of one of these roots in one of these places that has this type; returns whether there is one. */
function learnLicenceIn(roots: Bytes[], places: Bytes, id: Bytes, event: ethereum.Event): boolean {
  for (let i = 0; i < roots.length; i++) {
    for (let start = 0; start < places.length; start += REGION_SIZE) {
      const place = Bytes.fromUint8Array(places.slice(start, start + REGION_SIZE));
      if (id != licenceType(roots[i], place)) continue;
      learnLicence(roots[i], place, event);
      return true;
    }
  }
  return false;
}

function without(list: Bytes[], value: Bytes): Bytes[] {
  const rest: Bytes[] = [];
  for (let i = 0; i < list.length; i++) if (list[i] != value) rest.push(list[i]);
  return rest;
}

function includes(list: Bytes[], value: Bytes): boolean {
  for (let i = 0; i < list.length; i++) if (list[i] == value) return true;
  return false;
}

/** Whether `place` is among `places`, which are in one piece: a list of them would take Graph Node long to hand over with every lead class. */
function includesPlace(places: Bytes, place: Bytes): boolean {
  for (let start = 0; start < places.length; start += REGION_SIZE) {
    let same = true;
    for (let i = 0; same && i < REGION_SIZE; i++) {
      same = unchecked(places[start + i]) == unchecked(place[i]);
    }
    if (same) return true;
  }
  return false;
}
