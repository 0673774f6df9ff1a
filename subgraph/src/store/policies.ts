import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { GuardedFunction, Policy, PolicyAttachment, PolicyTarget } from "../../generated/schema";
import { stampCreated, stampUpdated } from "./stamp";

/** A contract that asks the engine, to be changed and saved; saved already where it is new. */
export function openPolicyTarget(address: Address, event: ethereum.Event): PolicyTarget {
  let target = PolicyTarget.load(address);
  const isNew = target == null;
  if (target == null) {
    target = new PolicyTarget(address);
    target.attached = false;
    stampCreated(target, event);
  }
  stampUpdated(target, event);
  if (isNew) target.save();
  return target;
}

/** A policy, to be changed and saved; saved already where it is new. */
export function openPolicy(address: Address, event: ethereum.Event): Policy {
  let policy = Policy.load(address);
  const isNew = policy == null;
  if (policy == null) {
    policy = new Policy(address);
    policy.configVersion = BigInt.zero();
    stampCreated(policy, event);
  }
  stampUpdated(policy, event);
  if (isNew) policy.save();
  return policy;
}

/** Puts a policy among those of a function, before the one that is in its place. */
export function attachPolicy(
  target: Address,
  selector: Bytes,
  policy: Address,
  position: i32,
  parameterNames: Bytes[],
  event: ethereum.Event,
): void {
  const guarded = openGuardedFunction(target, selector, event);
  const before = guarded.policies.slice(0, position);
  const after = guarded.policies.slice(position);
  before.push(policy);
  guarded.policies = before.concat(after);
  guarded.save();

  const id = guarded.id.concat(policy);
  let attachment = PolicyAttachment.load(id);
  if (attachment == null) {
    attachment = new PolicyAttachment(id);
    attachment.guards = guarded.id;
    attachment.policy = openPolicy(policy, event).id;
    stampCreated(attachment, event);
  }
  attachment.attached = true;
  attachment.parameterNames = parameterNames;
  stampUpdated(attachment, event);
  attachment.save();
}

/** Takes a policy away from a function. */
export function detachPolicy(
  target: Address,
  selector: Bytes,
  policy: Address,
  event: ethereum.Event,
): void {
  const guarded = openGuardedFunction(target, selector, event);
  const policies: Bytes[] = [];
  for (let i = 0; i < guarded.policies.length; i++) {
    if (guarded.policies[i] != policy) policies.push(guarded.policies[i]);
  }
  guarded.policies = policies;
  guarded.save();
  const attachment = PolicyAttachment.load(guarded.id.concat(policy))!;
  attachment.attached = false;
  stampUpdated(attachment, event);
  attachment.save();
}

function openGuardedFunction(
  target: Address,
  selector: Bytes,
  event: ethereum.Event,
): GuardedFunction {
  const id = target.concat(selector);
  let guarded = GuardedFunction.load(id);
  if (guarded == null) {
    guarded = new GuardedFunction(id);
    guarded.target = openPolicyTarget(target, event).id;
    guarded.selector = selector;
    guarded.policies = [];
    stampCreated(guarded, event);
  }
  stampUpdated(guarded, event);
  return guarded;
}
