import { Bytes } from "@graphprotocol/graph-ts";

import {
  DefaultPolicyAllowSet,
  ExtractorSet,
  PolicyAdded,
  PolicyAddedAt,
  PolicyConfigured,
  PolicyMapperSet,
  PolicyParametersSet,
  PolicyRemoved,
  RoleAdminChanged,
  RoleGranted,
  RoleRevoked,
  TargetDefaultPolicyAllowSet,
} from "../../generated/PolicyEngine/PolicyEngine";
import { JsonObject } from "../json";
import { openConfiguration, recordChange } from "../store/configuration";

/** What the owner of ACE's policy engine sets. Keeps only the history. */

export function handlePolicyAdded(event: PolicyAdded): void {
  const value = new JsonObject()
    .bytes("selector", event.params.selector)
    .bytes("policy", event.params.policy)
    .big("position", event.params.position)
    .bytesList("policyParameterNames", copyOf(event.params.policyParameterNames));
  recordChange(event, "PolicyAdded", event.params.target.toHexString(), value);
}

export function handlePolicyAddedAt(event: PolicyAddedAt): void {
  const policies: Bytes[] = [];
  for (let i = 0; i < event.params.policies.length; i++) policies.push(event.params.policies[i]);
  const value = new JsonObject()
    .bytes("selector", event.params.selector)
    .bytes("policy", event.params.policy)
    .big("position", event.params.position)
    .bytesList("policyParameterNames", copyOf(event.params.policyParameterNames))
    .bytesList("policies", policies);
  recordChange(event, "PolicyAddedAt", event.params.target.toHexString(), value);
}

export function handlePolicyRemoved(event: PolicyRemoved): void {
  const value = new JsonObject()
    .bytes("selector", event.params.selector)
    .bytes("policy", event.params.policy);
  recordChange(event, "PolicyRemoved", event.params.target.toHexString(), value);
}

export function handleExtractorSet(event: ExtractorSet): void {
  const value = new JsonObject().bytes("extractor", event.params.extractor);
  recordChange(event, "ExtractorSet", event.params.selector.toHexString(), value);
}

export function handlePolicyMapperSet(event: PolicyMapperSet): void {
  const value = new JsonObject().bytes("mapper", event.params.mapper);
  recordChange(event, "PolicyMapperSet", event.params.policy.toHexString(), value);
}

export function handlePolicyConfigured(event: PolicyConfigured): void {
  const value = new JsonObject()
    .big("configVersion", event.params.configVersion)
    .bytes("configSelector", event.params.configSelector)
    .bytes("configData", event.params.configData);
  recordChange(event, "PolicyConfigured", event.params.policy.toHexString(), value);
}

export function handlePolicyParametersSet(event: PolicyParametersSet): void {
  const value = new JsonObject().bytesList("parameters", copyOf(event.params.parameters));
  recordChange(event, "PolicyParametersSet", event.params.policy.toHexString(), value);
}

export function handleDefaultPolicyAllowSet(event: DefaultPolicyAllowSet): void {
  const configuration = openConfiguration(event);
  configuration.policyDefaultAllow = event.params.defaultAllow;
  configuration.save();
  const value = new JsonObject().flag("defaultAllow", event.params.defaultAllow);
  recordChange(event, "DefaultPolicyAllowSet", null, value);
}

export function handleTargetDefaultPolicyAllowSet(event: TargetDefaultPolicyAllowSet): void {
  const value = new JsonObject().flag("defaultAllow", event.params.defaultAllow);
  recordChange(event, "TargetDefaultPolicyAllowSet", event.params.target.toHexString(), value);
}

/** The engine's own roles. The `AccessManager` has events of the same names. */
export function handlePolicyEngineRoleGranted(event: RoleGranted): void {
  const value = new JsonObject()
    .bytes("account", event.params.account)
    .bytes("sender", event.params.sender);
  recordChange(event, "RoleGranted", event.params.role.toHexString(), value);
}

export function handlePolicyEngineRoleRevoked(event: RoleRevoked): void {
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

function copyOf(list: Bytes[]): Bytes[] {
  const copy: Bytes[] = [];
  for (let i = 0; i < list.length; i++) copy.push(list[i]);
  return copy;
}
