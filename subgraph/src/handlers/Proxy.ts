import {
  AuthorityUpdated,
  EIP712DomainChanged,
  Initialized,
  Upgraded,
} from "../../generated/AuctionHouse/AuctionHouse";
import { JsonObject } from "../json";
import { recordChange } from "../store/configuration";

/** Every contract of ours has these events. */

export function handleUpgraded(event: Upgraded): void {
  const value = new JsonObject().bytes("implementation", event.params.implementation);
  recordChange(event, "Upgraded", null, value);
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
