import {
  AdminChanged,
  OwnershipTransferred,
  PolicyEngineAttached,
  PolicyEngineDetachFailed,
} from "../../generated/IdentityRegistry/IdentityRegistry";
import { JsonObject } from "../json";
import { recordChange } from "../store/configuration";

/** Who governs ACE's contracts: owners of the registries and of the proxies' admins, and the engine that the registries ask. */

export function handleOwnershipTransferred(event: OwnershipTransferred): void {
  const value = new JsonObject()
    .bytes("previousOwner", event.params.previousOwner)
    .bytes("newOwner", event.params.newOwner);
  recordChange(event, "OwnershipTransferred", null, value);
}

export function handleAdminChanged(event: AdminChanged): void {
  const value = new JsonObject()
    .bytes("previousAdmin", event.params.previousAdmin)
    .bytes("newAdmin", event.params.newAdmin);
  recordChange(event, "AdminChanged", null, value);
}

export function handlePolicyEngineAttached(event: PolicyEngineAttached): void {
  const value = new JsonObject().bytes("policyEngine", event.params.policyEngine);
  recordChange(event, "PolicyEngineAttached", null, value);
}

export function handlePolicyEngineDetachFailed(event: PolicyEngineDetachFailed): void {
  const value = new JsonObject()
    .bytes("policyEngine", event.params.policyEngine)
    .bytes("reason", event.params.reason);
  recordChange(event, "PolicyEngineDetachFailed", null, value);
}
