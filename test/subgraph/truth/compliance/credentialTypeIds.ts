import { encodeAbiParameters, keccak256, stringToHex, type Hex } from "viem";

/** Licence of a root vertical and region, as `CredentialTypes.licence` derives it. */
export function licenceOf(root: Hex, region: string): Hex {
  return typeOf("lead-engine.licence", [
    [{ type: "bytes32" }, root],
    [{ type: "bytes6" }, stringToHex(region, { size: 6 })],
  ]);
}

/** Right to receive data of a regime, as `CredentialTypes.transfer` derives it. */
export function transferRightOf(regime: Hex): Hex {
  return typeOf("lead-engine.transfer", [[{ type: "bytes32" }, regime]]);
}

function typeOf(domain: string, rest: readonly (readonly [{ type: string }, Hex])[]): Hex {
  const parts = [[{ type: "bytes32" }, keccak256(stringToHex(domain))] as const, ...rest];
  return keccak256(
    encodeAbiParameters(
      parts.map(([type]) => type),
      parts.map(([, value]) => value),
    ),
  );
}
