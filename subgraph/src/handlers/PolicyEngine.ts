import { Address, BigInt, Bytes } from "@graphprotocol/graph-ts";

import {
  DefaultPolicyAllowSet,
  ExtractorSet,
  PolicyAdded,
  PolicyAddedAt,
  PolicyConfigured,
  PolicyMapperSet,
  PolicyParametersSet,
  PolicyRemoved,
  TargetAttached,
  TargetDefaultPolicyAllowSet,
  TargetDetached,
} from "../../generated/PolicyEngine/PolicyEngine";
import { PolicyExtractor } from "../../generated/schema";
import { JsonObject } from "../json";
import { openConfiguration, recordChange } from "../store/configuration";
import { attachPolicy, detachPolicy, openPolicy, openPolicyTarget } from "../store/policies";
import { stampCreated, stampUpdated } from "../store/stamp";

export function handleTargetAttached(event: TargetAttached): void {
  const target = openPolicyTarget(event.params.target, event);
  target.attached = true;
  target.save();
  recordChange(event, "TargetAttached", event.params.target.toHexString(), new JsonObject());
}

export function handleTargetDetached(event: TargetDetached): void {
  const target = openPolicyTarget(event.params.target, event);
  target.attached = false;
  target.save();
  recordChange(event, "TargetDetached", event.params.target.toHexString(), new JsonObject());
}

export function handlePolicyAdded(event: PolicyAdded): void {
  const names = copyOf(event.params.policyParameterNames);
  attachPolicy(
    event.params.target,
    event.params.selector,
    event.params.policy,
    event.params.position.toI32(),
    names,
    event,
  );
  const value = new JsonObject()
    .bytes("selector", event.params.selector)
    .bytes("policy", event.params.policy)
    .big("position", event.params.position)
    .bytesList("policyParameterNames", names);
  recordChange(event, "PolicyAdded", event.params.target.toHexString(), value);
}

export function handlePolicyAddedAt(event: PolicyAddedAt): void {
  const names = copyOf(event.params.policyParameterNames);
  attachPolicy(
    event.params.target,
    event.params.selector,
    event.params.policy,
    event.params.position.toI32(),
    names,
    event,
  );
  const policies: Bytes[] = [];
  for (let i = 0; i < event.params.policies.length; i++) policies.push(event.params.policies[i]);
  const value = new JsonObject()
    .bytes("selector", event.params.selector)
    .bytes("policy", event.params.policy)
    .big("position", event.params.position)
    .bytesList("policyParameterNames", names)
    .bytesList("policies", policies);
  recordChange(event, "PolicyAddedAt", event.params.target.toHexString(), value);
}

export function handlePolicyRemoved(event: PolicyRemoved): void {
  detachPolicy(event.params.target, event.params.selector, event.params.policy, event);
  const value = new JsonObject()
    .bytes("selector", event.params.selector)
    .bytes("policy", event.params.policy);
  recordChange(event, "PolicyRemoved", event.params.target.toHexString(), value);
}

export function handleExtractorSet(event: ExtractorSet): void {
  const address = event.params.extractor;
  let extractor = PolicyExtractor.load(event.params.selector);
  if (extractor == null) {
    extractor = new PolicyExtractor(event.params.selector);
    stampCreated(extractor, event);
  }
  extractor.extractor = addressOrNull(address);
  stampUpdated(extractor, event);
  extractor.save();
  const value = new JsonObject().bytes("extractor", address);
  recordChange(event, "ExtractorSet", event.params.selector.toHexString(), value);
}

export function handlePolicyMapperSet(event: PolicyMapperSet): void {
  const mapper = event.params.mapper;
  const policy = openPolicy(event.params.policy, event);
  policy.mapper = addressOrNull(mapper);
  policy.save();
  const value = new JsonObject().bytes("mapper", mapper);
  recordChange(event, "PolicyMapperSet", event.params.policy.toHexString(), value);
}

/** The event has the version before. */
export function handlePolicyConfigured(event: PolicyConfigured): void {
  const policy = openPolicy(event.params.policy, event);
  policy.configVersion = event.params.configVersion.plus(BigInt.fromI32(1));
  policy.save();
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
  const target = openPolicyTarget(event.params.target, event);
  target.defaultAllow = event.params.defaultAllow;
  target.save();
  const value = new JsonObject().flag("defaultAllow", event.params.defaultAllow);
  recordChange(event, "TargetDefaultPolicyAllowSet", event.params.target.toHexString(), value);
}

function copyOf(list: Bytes[]): Bytes[] {
  const copy: Bytes[] = [];
  for (let i = 0; i < list.length; i++) copy.push(list[i]);
  return copy;
}

function addressOrNull(address: Address): Bytes | null {
  return address == Address.zero() ? null : address;
}
