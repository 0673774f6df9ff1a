import { Bytes, crypto, ethereum } from "@graphprotocol/graph-ts";

import { CredentialType, Vertical } from "../../generated/schema";
import { asciiOf, REGION_SIZE } from "../text";
import { openConfiguration } from "./configuration";
import { stampCreated, stampUpdated } from "./stamp";

/** Names that `CredentialTypes` makes ids of. */
const KYC = "lead-engine.kyc";
const SANCTIONED = "lead-engine.sanctioned";
const CONSENT = "lead-engine.consent";
const LICENCE = "lead-engine.licence";
const TRANSFER = "lead-engine.transfer";

/** Bytes of an ABI word. */
const WORD = 32;
/** Bytes of a country in a region. */
const COUNTRY_SIZE = 2;

/** Describes a type of credential where it is new, as far as its id can be recognised; returns its id. */
export function openCredentialType(id: Bytes, event: ethereum.Event): Bytes {
  if (CredentialType.load(id) != null) return id;
  const kind = plainKindOf(id);
  if (kind == "Other" && learnNationalLicence(id, event)) return id;
  newCredentialType(id, kind, event).save();
  return id;
}

/** Whether a type marks the sanctioned. */
export function isSanction(id: Bytes): boolean {
  return id == idOf(SANCTIONED);
}

/** Type of the credential that marks the sanctioned. */
export function sanctionType(): Bytes {
  return idOf(SANCTIONED);
}

/** Whether a type is the KYC credential's. */
export function isKyc(id: Bytes): boolean {
  return id == idOf(KYC);
}

/** Recognises the licence of a root vertical and region from now on; returns its id. */
export function learnLicence(root: Bytes, region: Bytes, event: ethereum.Event): Bytes {
  const id = hashOf(idOf(LICENCE).concat(root).concat(padded(region)));
  const type = learn(id, "Licence", event);
  if (type != null) {
    type.vertical = root;
    type.region = asciiOf(region);
    type.save();
  }
  return id;
}

/** Recognises the licences that leads of a vertical and region can ask for: of the region and of its country. */
export function learnLicencesOf(vertical: Bytes, region: Bytes, event: ethereum.Event): void {
  const root = rootOf(vertical);
  if (root === null) return;
  const country = new Bytes(REGION_SIZE);
  for (let i = 0; i < COUNTRY_SIZE; i++) country[i] = region[i];
  learnLicence(root, country, event);
  if (country != region) learnLicence(root, region, event);
}

/** Recognises the right to receive data of a regime from now on; returns its id. */
export function learnTransferRight(regime: Bytes, event: ethereum.Event): Bytes {
  const id = hashOf(idOf(TRANSFER).concat(regime));
  const type = learn(id, "Transfer", event);
  if (type != null) {
    type.regime = asciiOf(regime);
    type.save();
  }
  return id;
}

/** Recognises a licence of a root vertical in a whole country; returns whether `id` is one. */
function learnNationalLicence(id: Bytes, event: ethereum.Event): boolean {
  const configuration = openConfiguration(event);
  const roots = configuration.rootVerticals;
  const countries = configuration.countries;
  const domain = idOf(LICENCE);
  for (let i = 0; i < roots.length; i++) {
    for (let j = 0; j < countries.length; j++) {
      const region = countries[j].concat(new Bytes(REGION_SIZE - COUNTRY_SIZE));
      if (id == hashOf(domain.concat(roots[i]).concat(padded(region)))) {
        learnLicence(roots[i], region, event);
        return true;
      }
    }
  }
  return false;
}

/** The type with this id, to be described and saved; null where that is done already. */
function learn(id: Bytes, kind: string, event: ethereum.Event): CredentialType | null {
  const type = CredentialType.load(id);
  if (type == null) return newCredentialType(id, kind, event);
  if (type.kind == kind) return null;
  type.kind = kind;
  stampUpdated(type, event);
  return type;
}

function newCredentialType(id: Bytes, kind: string, event: ethereum.Event): CredentialType {
  const type = new CredentialType(id);
  type.kind = kind;
  stampCreated(type, event);
  stampUpdated(type, event);
  return type;
}

/** Kind of a type without parameters. */
function plainKindOf(id: Bytes): string {
  if (id == idOf(KYC)) return "Kyc";
  if (id == idOf(SANCTIONED)) return "Sanctioned";
  return id == idOf(CONSENT) ? "Consent" : "Other";
}

/** A vertical's topmost ancestor; null where nothing has configured it. */
function rootOf(id: Bytes): Bytes | null {
  let vertical = Vertical.load(id);
  while (vertical != null) {
    const parent = vertical.parent;
    if (parent === null) return vertical.id;
    vertical = Vertical.load(parent);
  }
  return null;
}

function idOf(name: string): Bytes {
  return hashOf(Bytes.fromUTF8(name));
}

function hashOf(data: Bytes): Bytes {
  return Bytes.fromByteArray(crypto.keccak256(data));
}

/** A value of a fixed number of bytes as an ABI word. */
function padded(value: Bytes): Bytes {
  return value.concat(new Bytes(WORD - value.length));
}
