// SPDX-License-Identifier: MIT
pragma solidity ^0.8.28;

import {CredentialRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/CredentialRegistry.sol";
import {IdentityRegistry} from "@chainlink/ace/packages/cross-chain-identity/src/IdentityRegistry.sol";
import {PolicyEngine} from "@chainlink/ace/packages/policy-management/src/core/PolicyEngine.sol";
import {ERC1967Proxy} from "@openzeppelin/contracts/proxy/ERC1967/ERC1967Proxy.sol";

import {ComplianceGate} from "../../../contracts/compliance/ComplianceGate.sol";
import {IssuancePolicy} from "../../../contracts/compliance/IssuancePolicy.sol";
import {ILeadAccessPolicy} from "../../../contracts/interfaces/ILeadAccessPolicy.sol";
import {IPersonalEscrowVault} from "../../../contracts/interfaces/IPersonalEscrowVault.sol";
import {VerticalRegistry} from "../../../contracts/VerticalRegistry.sol";

/// @title Ace
/// @notice The real policy engine, registries and policies, wired as in `deploy/modules/Compliance.ts`. This contract owns the engine and
/// holds every role.
abstract contract Ace {
    ComplianceGate public gate;
    PolicyEngine public engine;
    IdentityRegistry public identities;
    CredentialRegistry public credentials;

    IssuancePolicy private _issuancePolicy;

    /// @dev Everything but the gate, whose proxy must be there.
    function _deployAce(address authority) internal {
        bytes memory initialize = abi.encodeCall(PolicyEngine.initialize, (false, address(this)));
        engine = PolicyEngine(_behindProxy(address(new PolicyEngine()), initialize));
        initialize = abi.encodeCall(IdentityRegistry.initialize, (address(engine), authority));
        identities = IdentityRegistry(_behindProxy(address(new IdentityRegistry()), initialize));
        initialize = abi.encodeCall(CredentialRegistry.initialize, (address(engine), authority));
        credentials = CredentialRegistry(_behindProxy(address(new CredentialRegistry()), initialize));
        initialize = abi.encodeCall(IssuancePolicy.initialize, (authority));
        IssuancePolicy issuanceCode = new IssuancePolicy(engine, gate, identities);
        _issuancePolicy = IssuancePolicy(_behindProxy(address(issuanceCode), initialize));
    }

    /// @dev The gate's implementation for these peers.
    function _gateCode(IPersonalEscrowVault vault_, address house_, VerticalRegistry registry) internal returns (ComplianceGate) {
        address issuance = address(_issuancePolicy);
        return new ComplianceGate(ComplianceGate.Peers(engine, vault_, house_, address(this), issuance, registry, identities, credentials));
    }

    /// @dev One country; licences are demanded of who receives the root vertical's leads there.
    function _setRules(bytes32 rootVertical) internal {
        gate.setCountry("US", "US", new bytes2[](0));
        bytes6[] memory regions = new bytes6[](1);
        regions[0] = "US";
        gate.setLicenceDemand(rootVertical, regions, ILeadAccessPolicy.LicenceDemand.Demanded);
    }

    /// @dev Once the gate answers.
    function _installPolicies() internal {
        engine.addPolicy(address(gate), gate.decide.selector, address(gate), new bytes32[](0));
        bytes32[] memory parameters = new bytes32[](1);
        parameters[0] = _issuancePolicy.ACCOUNTS();
        _installIssuance(address(identities), identities.registerIdentity.selector, parameters);
        _installIssuance(address(identities), identities.registerIdentities.selector, parameters);
        _installIssuance(address(identities), identities.removeIdentity.selector, parameters);
        _installIssuance(address(credentials), credentials.registerCredential.selector, parameters);
        _installIssuance(address(credentials), credentials.registerCredentials.selector, parameters);
        _installIssuance(address(credentials), credentials.removeCredential.selector, parameters);
        _installIssuance(address(credentials), credentials.renewCredential.selector, parameters);
    }

    function _installIssuance(address registry, bytes4 selector, bytes32[] memory parameters) private {
        engine.setExtractor(selector, address(_issuancePolicy));
        engine.addPolicy(registry, selector, address(_issuancePolicy), parameters);
    }

    function _behindProxy(address implementation, bytes memory initialize) private returns (address) {
        return address(new ERC1967Proxy(implementation, initialize));
    }
}
