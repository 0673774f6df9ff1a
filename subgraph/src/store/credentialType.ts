import { Bytes, ethereum } from "@graphprotocol/graph-ts";

import { CredentialType } from "../../generated/schema";
import { asciiOf, countryIn } from "../text";
import { licenceType, plainKindOf, transferType } from "./credentialTypeId";
import { stampUpdated } from "./stamp";

/** Describes a new type of credential by what its id alone reveals; returns its id. */
export function openCredentialType(id: Bytes, event: ethereum.Event): Bytes {
  if (CredentialType.load(id) == null) newCredentialType(id, plainKindOf(id), event).save();
  return id;
}

/** Describes the licences of a root vertical in a region, and in all of its country, from now on; returns the region's. */
export function learnLicences(root: Bytes, region: Bytes, event: ethereum.Event): Bytes {
  learnLicence(root, countryIn(region), event);
  return learnLicence(root, region, event);
}

function learnLicence(root: Bytes, region: Bytes, event: ethereum.Event): Bytes {
  const id = licenceType(root, region);
  const type = learn(id, "Licence", event);
  if (type != null) {
    type.vertical = root;
    type.region = asciiOf(region);
    type.save();
  }
  return id;
}

/** Describes the right to receive data of a regime from now on; returns its type. */
export function learnTransferRight(regime: Bytes, event: ethereum.Event): Bytes {
  const id = transferType(regime);
  const type = learn(id, "Transfer", event);
  if (type != null) {
    type.regime = asciiOf(regime);
    type.save();
  }
  return id;
}

/** A type that appears for the first time. */
function newCredentialType(id: Bytes, kind: string, event: ethereum.Event): CredentialType {
  const type = new CredentialType(id);
  type.kind = kind;
  stampUpdated(type, event);
  return type;
}

/** The type with this id, to be described and saved; null if that is done already. */
function learn(id: Bytes, kind: string, event: ethereum.Event): CredentialType | null {
  const type = CredentialType.load(id);
  if (type == null) return newCredentialType(id, kind, event);
  if (type.kind == kind) return null;
  type.kind = kind;
  stampUpdated(type, event);
  return type;
}
