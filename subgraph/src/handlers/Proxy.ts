import {
  AuthorityUpdated,
  EIP712DomainChanged,
  Initialized,
  Upgraded,
} from "../../generated/AuctionHouse/AuctionHouse";
import { Upgrade } from "../../generated/schema";
import { eventId } from "../ids";
import { JsonObject } from "../json";
import { contractName, recordChange } from "../store/configuration";
import { stampCreated } from "../store/stamp";

/** Every contract of ours has these events. */

export function handleUpgraded(event: Upgraded): void {
  const upgrade = new Upgrade(eventId(event));
  upgrade.contract = event.address;
  upgrade.contractName = contractName();
  upgrade.implementation = event.params.implementation;
  stampCreated(upgrade, event);
  upgrade.save();
}

export function handleInitialized(event: Initialized): void {
  recordChange(event, "Initialized", null, new JsonObject().big("version", event.params.version));
}

export function handleAuthorityUpdated(event: AuthorityUpdated): void {
  recordChange(
    event,
    "AuthorityUpdated",
    null,
    new JsonObject().bytes("authority", event.params.authority),
  );
}

export function handleEIP712DomainChanged(event: EIP712DomainChanged): void {
  recordChange(event, "EIP712DomainChanged", null, new JsonObject());
}
