import {
  OperationCanceled,
  OperationExecuted,
  OperationScheduled,
  RoleAdminChanged,
  RoleGrantDelayChanged,
  RoleGranted,
  RoleGuardianChanged,
  RoleLabel,
  RoleRevoked,
  TargetAdminDelayUpdated,
  TargetClosed,
  TargetFunctionRoleUpdated,
} from "../../generated/AccessManager/AccessManager";
import { FunctionPermission, Operation } from "../../generated/schema";
import { bigEndian } from "../ids";
import { JsonObject } from "../json";
import { openRole, openRoleMember, openTarget, setOperationState } from "../store/access";
import { recordChange } from "../store/configuration";
import { stampCreated, stampUpdated } from "../store/stamp";

export function handleRoleGranted(event: RoleGranted): void {
  const member = openRoleMember(event.params.roleId, event.params.account, event);
  member.active = true;
  member.delay = event.params.delay;
  member.since = event.params.since;
  member.save();
  const value = new JsonObject()
    .bytes("account", event.params.account)
    .big("delay", event.params.delay)
    .big("since", event.params.since)
    .flag("newMember", event.params.newMember);
  recordChange(event, "RoleGranted", event.params.roleId.toString(), value);
}

export function handleRoleRevoked(event: RoleRevoked): void {
  const member = openRoleMember(event.params.roleId, event.params.account, event);
  member.active = false;
  member.save();
  const value = new JsonObject().bytes("account", event.params.account);
  recordChange(event, "RoleRevoked", event.params.roleId.toString(), value);
}

export function handleRoleLabel(event: RoleLabel): void {
  const role = openRole(event.params.roleId, event);
  role.label = event.params.label;
  role.save();
  const value = new JsonObject().text("label", event.params.label);
  recordChange(event, "RoleLabel", event.params.roleId.toString(), value);
}

export function handleRoleAdminChanged(event: RoleAdminChanged): void {
  const role = openRole(event.params.roleId, event);
  role.admin = event.params.admin;
  role.save();
  const value = new JsonObject().big("admin", event.params.admin);
  recordChange(event, "RoleAdminChanged", event.params.roleId.toString(), value);
}

export function handleRoleGuardianChanged(event: RoleGuardianChanged): void {
  const role = openRole(event.params.roleId, event);
  role.guardian = event.params.guardian;
  role.save();
  const value = new JsonObject().big("guardian", event.params.guardian);
  recordChange(event, "RoleGuardianChanged", event.params.roleId.toString(), value);
}

export function handleRoleGrantDelayChanged(event: RoleGrantDelayChanged): void {
  const role = openRole(event.params.roleId, event);
  role.grantDelay = event.params.delay;
  role.grantDelaySince = event.params.since;
  role.save();
  const value = new JsonObject().big("delay", event.params.delay).big("since", event.params.since);
  recordChange(event, "RoleGrantDelayChanged", event.params.roleId.toString(), value);
}

export function handleTargetClosed(event: TargetClosed): void {
  const target = openTarget(event.params.target, event);
  target.closed = event.params.closed;
  target.save();
  const value = new JsonObject().flag("closed", event.params.closed);
  recordChange(event, "TargetClosed", event.params.target.toHexString(), value);
}

export function handleTargetAdminDelayUpdated(event: TargetAdminDelayUpdated): void {
  const target = openTarget(event.params.target, event);
  target.adminDelay = event.params.delay;
  target.adminDelaySince = event.params.since;
  target.save();
  const value = new JsonObject().big("delay", event.params.delay).big("since", event.params.since);
  recordChange(event, "TargetAdminDelayUpdated", event.params.target.toHexString(), value);
}

export function handleTargetFunctionRoleUpdated(event: TargetFunctionRoleUpdated): void {
  const selector = event.params.selector;
  const permission = new FunctionPermission(event.params.target.concat(selector));
  permission.target = openTarget(event.params.target, event).id;
  permission.selector = selector;
  permission.role = openRole(event.params.roleId, event).id;
  stampUpdated(permission, event);
  permission.save();
  const value = new JsonObject().bytes("selector", selector).big("roleId", event.params.roleId);
  recordChange(event, "TargetFunctionRoleUpdated", event.params.target.toHexString(), value);
}

export function handleOperationScheduled(event: OperationScheduled): void {
  const nonce = event.params.nonce;
  const operation = new Operation(event.params.operationId.concat(bigEndian(nonce, 4)));
  operation.operationId = event.params.operationId;
  operation.nonce = nonce;
  operation.state = "Scheduled";
  operation.executableAt = event.params.schedule;
  operation.caller = event.params.caller;
  operation.target = event.params.target;
  operation.data = event.params.data;
  stampCreated(operation, event);
  stampUpdated(operation, event);
  operation.save();
}

export function handleOperationExecuted(event: OperationExecuted): void {
  setOperationState(event.params.operationId, event.params.nonce, "Executed", event);
}

export function handleOperationCanceled(event: OperationCanceled): void {
  setOperationState(event.params.operationId, event.params.nonce, "Canceled", event);
}
