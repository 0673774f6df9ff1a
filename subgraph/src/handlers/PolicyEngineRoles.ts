import { Address, Bytes, ethereum } from "@graphprotocol/graph-ts";

import {
  RoleAdminChanged,
  RoleGranted,
  RoleRevoked,
} from "../../generated/PolicyEngine/PolicyEngine";
import { PolicyEngineMember } from "../../generated/schema";
import { JsonObject } from "../json";
import { recordChange } from "../store/configuration";
import { stampCreated, stampUpdated } from "../store/stamp";

/** The engine's own roles. The `AccessManager` has events of the same names. */

export function handlePolicyEngineRoleGranted(event: RoleGranted): void {
  setMember(event.params.role, event.params.account, true, event);
  const value = new JsonObject()
    .bytes("account", event.params.account)
    .bytes("sender", event.params.sender);
  recordChange(event, "RoleGranted", event.params.role.toHexString(), value);
}

export function handlePolicyEngineRoleRevoked(event: RoleRevoked): void {
  setMember(event.params.role, event.params.account, false, event);
  const value = new JsonObject()
    .bytes("account", event.params.account)
    .bytes("sender", event.params.sender);
  recordChange(event, "RoleRevoked", event.params.role.toHexString(), value);
}

export function handlePolicyEngineRoleAdminChanged(event: RoleAdminChanged): void {
  const value = new JsonObject()
    .bytes("previousAdminRole", event.params.previousAdminRole)
    .bytes("newAdminRole", event.params.newAdminRole);
  recordChange(event, "RoleAdminChanged", event.params.role.toHexString(), value);
}

function setMember(role: Bytes, account: Address, active: boolean, event: ethereum.Event): void {
  const id = role.concat(account);
  let member = PolicyEngineMember.load(id);
  if (member == null) {
    member = new PolicyEngineMember(id);
    member.role = role;
    member.account = account;
    stampCreated(member, event);
  }
  member.active = active;
  stampUpdated(member, event);
  member.save();
}
