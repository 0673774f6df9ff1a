// SPDX-License-Identifier: MIT
// Implements interfaces of @chainlink/ace 1.0.0 (BUSL-1.1, MIT from 2029-10-06): see "Licence" in README.md before production use.
pragma solidity ^0.8.35;

import {ICredentialRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/ICredentialRegistry.sol";
import {IIdentityRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/interfaces/IIdentityRegistry.sol";
import {IExtractor} from "@chainlink/ace/packages/policy-management/src/interfaces/IExtractor.sol";
import {IPolicy} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicy.sol";
import {IPolicyEngine} from "@chainlink/ace/packages/policy-management/src/interfaces/IPolicyEngine.sol";
import {IAccessManager} from "@openzeppelin/contracts/access/manager/IAccessManager.sol";
import {Strings} from "@openzeppelin/contracts/utils/Strings.sol";

import {IComplianceGate} from "../interfaces/IComplianceGate.sol";
import {AcePolicy} from "./AcePolicy.sol";

/// @title IssuancePolicy
/// @notice Lets an account change identities and credentials only if the `AccessManager` lets it call the registry's function. Every change
/// drops the remembered passes of all accounts that it affects, in the same transaction. Granting counts too: a sanction is a credential
/// that is granted.
/// @dev Installed for all seven writing functions of ACE's identity and credential registry, as policy and as extractor. The registries ask
/// before they write, so the accounts are those before the change; the call itself names an account that joins or leaves an identity.
contract IssuancePolicy is AcePolicy, IExtractor {
    /// @notice Name of the parameter that `extract` returns: the affected accounts.
    bytes32 public constant ACCOUNTS = keccak256("lead-engine.accounts");
    /// @notice Most accounts whose passes are dropped one by one. For more accounts everybody's passes are dropped: a revocation must not
    /// fail because an identity has many accounts.
    uint256 public constant MAX_ACCOUNTS = 50;

    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IComplianceGate private immutable GATE;
    /// @custom:oz-upgrades-unsafe-allow state-variable-immutable
    IIdentityRegistry private immutable IDENTITIES;

    /// @notice `selector` is not a function that changes identities or credentials.
    /// @param selector selector of the function.
    error IssuancePolicy_UnknownSelector(bytes4 selector);

    /// @param engine ACE's policy engine.
    /// @param gate drops passes.
    /// @param identities ACE's identity registry: knows an identity's accounts.
    /// @custom:oz-upgrades-unsafe-allow constructor
    constructor(IPolicyEngine engine, IComplianceGate gate, IIdentityRegistry identities) AcePolicy(engine) {
        GATE = gate;
        IDENTITIES = identities;
    }

    /// @notice Initialises the proxy, once.
    /// @param authority the `AccessManager`.
    function initialize(address authority) external initializer {
        __AccessManaged_init(authority);
    }

    /// @inheritdoc IExtractor
    function extract(IPolicyEngine.Payload calldata payload) external view returns (IPolicyEngine.Parameter[] memory parameters) {
        parameters = new IPolicyEngine.Parameter[](1);
        parameters[0] = IPolicyEngine.Parameter(ACCOUNTS, abi.encode(_accountsIn(payload.selector, payload.data)));
    }

    /// @inheritdoc IPolicy
    function run(
        address caller,
        address subject,
        bytes4 selector,
        bytes[] calldata,
        bytes calldata
    ) external view returns (IPolicyEngine.PolicyResult) {
        (bool immediate, ) = IAccessManager(authority()).canCall(caller, subject, selector);
        if (!immediate) {
            revert IPolicyEngine.PolicyRejected(string.concat("issuance: ", Strings.toHexString(caller), " lacks the compliance role"));
        }
        return IPolicyEngine.PolicyResult.Allowed;
    }

    /// @inheritdoc IPolicy
    function postRun(address, address, bytes4, bytes[] calldata parameters, bytes calldata) external onlyEngine {
        address[] memory accounts = abi.decode(parameters[0], (address[]));
        if (accounts.length > MAX_ACCOUNTS) GATE.dropAllPasses();
        else GATE.dropPasses(accounts);
    }

    /// @notice Name and version, as ACE requires.
    function typeAndVersion() external pure override(IPolicy, IExtractor) returns (string memory) {
        return "IssuancePolicy 1.0.0";
    }

    /// @inheritdoc AcePolicy
    function supportsInterface(bytes4 interfaceId) public pure override returns (bool) {
        return interfaceId == type(IExtractor).interfaceId || super.supportsInterface(interfaceId);
    }

    /// @dev The accounts whose passes rest on what the call changes. Every credential function names its identity first.
    function _accountsIn(bytes4 selector, bytes calldata data) private view returns (address[] memory accounts) {
        if (selector == IIdentityRegistry.registerIdentities.selector) {
            (, accounts, ) = abi.decode(data, (bytes32[], address[], bytes));
        } else if (selector == IIdentityRegistry.registerIdentity.selector || selector == IIdentityRegistry.removeIdentity.selector) {
            accounts = new address[](1);
            (, accounts[0], ) = abi.decode(data, (bytes32, address, bytes));
        } else {
            require(_isCredentialFunction(selector), IssuancePolicy_UnknownSelector(selector));
            accounts = IDENTITIES.getAccounts(abi.decode(data, (bytes32)));
        }
    }

    function _isCredentialFunction(bytes4 selector) private pure returns (bool) {
        return
            selector == ICredentialRegistry.registerCredential.selector ||
            selector == ICredentialRegistry.registerCredentials.selector ||
            selector == ICredentialRegistry.removeCredential.selector ||
            selector == ICredentialRegistry.renewCredential.selector;
    }
}
