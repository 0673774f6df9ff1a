import { Address, BigInt, Bytes, ethereum } from "@graphprotocol/graph-ts";

import { AccessTarget, Operation, Role, RoleMember } from "../../generated/schema";
import { bigEndian, roleEntityId } from "../ids";
import { meetAccount } from "./account";
import { stampUpdated } from "./stamp";

/** A role, to be changed and saved. A new one is saved already. */
export function openRole(roleId: BigInt, event: ethereum.Event): Role {
  const id = roleEntityId(roleId);
  let role = Role.load(id);
  const isNew = role == null;
  if (role == null) {
    role = new Role(id);
    role.roleId = roleId;
    role.admin = BigInt.zero();
    role.guardian = BigInt.zero();
    role.grantDelay = BigInt.zero();
  }
  stampUpdated(role, event);
  if (isNew) role.save();
  return role;
}

/** An account's membership of a role, to be filled in and saved. */
export function openRoleMember(
  roleId: BigInt,
  address: Address,
  event: ethereum.Event,
): RoleMember {
  const id = roleEntityId(roleId).concat(address);
  let member = RoleMember.load(id);
  if (member == null) {
    member = new RoleMember(id);
    member.role = openRole(roleId, event).id;
    member.account = meetAccount(address, event);
    member.active = false;
    member.delay = BigInt.zero();
    member.since = BigInt.zero();
  }
  stampUpdated(member, event);
  return member;
}

/** A contract that the manager governs, to be changed and saved. A new one is saved already. */
export function openTarget(address: Address, event: ethereum.Event): AccessTarget {
  let target = AccessTarget.load(address);
  const isNew = target == null;
  if (target == null) {
    target = new AccessTarget(address);
    target.closed = false;
    target.adminDelay = BigInt.zero();
  }
  stampUpdated(target, event);
  if (isNew) target.save();
  return target;
}

/** Gives a scheduled operation its new state. */
export function setOperationState(
  operationId: Bytes,
  nonce: BigInt,
  state: string,
  event: ethereum.Event,
): void {
  const operation = Operation.load(operationId.concat(bigEndian(nonce, 4)))!;
  operation.state = state;
  stampUpdated(operation, event);
  operation.save();
}
