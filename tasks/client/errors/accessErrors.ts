import type { ErrorAdvice, ErrorCatalogue } from "./errorAdvice.ts";

const OPERATION = "Look the operation up in the AccessManager's events.";
const DEPLOYMENT: ErrorAdvice = {
  says: "The contract's proxy refuses this upgrade or initialisation.",
  next: "Compare the deployment with its Ignition journal before you go on.",
};

/** Errors of roles (`AccessManager`) and of proxies. */
export const accessErrors: ErrorCatalogue = {
  AccessManagedUnauthorized: {
    says: "{caller} lacks the role that this needs.",
    next: "Use the wallet that holds the role; SECURITY.md lists roles and delays.",
  },
  AccessManagedRequiredDelay: {
    says: "{caller} has to schedule this {delay} seconds ahead.",
    next: "Schedule the call with the AccessManager, wait, then repeat it.",
  },
  AccessManagedInvalidAuthority: {
    says: "{authority} is no AccessManager.",
    next: "Propose a contract that implements IAuthority.",
  },
  AccessManagerAlreadyScheduled: {
    says: "Operation {operationId} is scheduled already.",
    next: "Wait until it is due, then execute it.",
  },
  AccessManagerBadConfirmation: {
    says: "A role is renounced with the caller's own address as confirmation.",
    next: "Repeat the call with your own address.",
  },
  AccessManagerExpired: {
    says: "Operation {operationId} was not executed in time.",
    next: "Schedule it again.",
  },
  AccessManagerInvalidInitialAdmin: {
    says: "{initialAdmin} cannot be the first admin.",
    next: "Name another account.",
  },
  AccessManagerLockedFunction: {
    says: "Function {selector} is locked to the manager itself.",
    next: "It cannot be given to a role.",
  },
  AccessManagerLockedRole: {
    says: "Role {roleId} is fixed.",
    next: "Choose another role.",
  },
  AccessManagerNotReady: {
    says: "Operation {operationId} is not due yet.",
    next: `Execute it when its delay is over. ${OPERATION}`,
  },
  AccessManagerNotScheduled: {
    says: "Operation {operationId} was never scheduled, or was executed or cancelled.",
    next: `Schedule it first. ${OPERATION}`,
  },
  AccessManagerUnauthorizedAccount: {
    says: "{msgsender} does not hold role {roleId}.",
    next: "Use the wallet that holds it; SECURITY.md lists the roles.",
  },
  AccessManagerUnauthorizedCall: {
    says: "{caller} may not call {selector} of {target}.",
    next: "Use the wallet that holds the role; SECURITY.md lists what each may call.",
  },
  AccessManagerUnauthorizedCancel: {
    says: "{msgsender} may not cancel what {caller} has scheduled.",
    next: "Have {caller}, or the role's guardian, cancel it.",
  },
  AccessManagerUnauthorizedConsume: {
    says: "{target} may not use up scheduled operations.",
    next: "Execute the operation through the AccessManager.",
  },
  InsufficientBalance: {
    says: "The contract holds {balance} wei; this needs {needed}.",
    next: "Send the money along with the call.",
  },
  AddressEmptyCode: {
    says: "There is no contract at {target}.",
    next: "Check the address and the network.",
  },
  FailedCall: {
    says: "An inner call failed without a reason.",
    next: "Repeat the call with a trace to see where.",
  },
  ERC1967InvalidImplementation: {
    says: "{implementation} is no contract.",
    next: "Deploy the implementation first.",
  },
  ERC1967NonPayable: { says: "The upgrade takes no money.", next: "Send no money along." },
  InvalidInitialization: DEPLOYMENT,
  NotInitializing: DEPLOYMENT,
  UUPSUnauthorizedCallContext: DEPLOYMENT,
  UUPSUnsupportedProxiableUUID: DEPLOYMENT,
};
