import { getAddress, isAddress, zeroHash, type Address, type Hex } from "viem";

import { hexToRegion } from "../../deploy/parameters/region.ts";
import { CREDENTIAL_TYPES } from "../../deploy/parameters/compliance/credentialTypes.ts";
import { regionSchema } from "../../deploy/workflows/scoring/lead.ts";
import { TaskError } from "../client/taskError.ts";
import type { Compliance } from "../compliance/registries.ts";
import { credentialName } from "./credentialNames.ts";

/** A KYC credential's data: a region. */
const KYC_DATA = /^0x[0-9a-f]{12}$/i;

/** A credential as the registry holds it. */
export interface HeldCredential {
  readonly typeId: Hex;
  /** `licence insurance US-CA`. */
  readonly name: string;
  /** Unix seconds from which on it is invalid; 0 if never. */
  readonly expiresAt: number;
  /** Where its holder resides, for KYC. */
  readonly jurisdiction: string | undefined;
}

/** An account, its identity, and what that holds. */
export interface Holder {
  readonly account: Address;
  /** Undefined for an unknown account. */
  readonly identity: Hex | undefined;
  readonly credentials: readonly HeldCredential[];
}

/** The account that a task's argument names. */
export function holderAddress(text: string): Address {
  if (isAddress(text)) return getAddress(text);
  throw new TaskError(`${text} is no account.`, "Give its address: 0x and 40 hexadecimal digits.");
}

/** Reads what an account holds. `regions` are looked for when licences are named. */
export async function holderOf(
  { identities, credentials }: Pick<Compliance, "identities" | "credentials">,
  account: Address,
  regions: readonly string[] = [],
): Promise<Holder> {
  const identity = await identities.read.getIdentity([account]);
  if (identity === zeroHash) return { account, identity: undefined, credentials: [] };
  const types = await credentials.read.getCredentialTypes([identity]);
  const held = await credentials.read.getCredentials([identity, types]);
  return {
    account,
    identity,
    credentials: held.map(({ expiresAt, credentialData }, index) => {
      const typeId = types[index] ?? zeroHash;
      const name = credentialName(typeId, regions);
      const isKyc = typeId === CREDENTIAL_TYPES.kyc;
      return {
        typeId,
        name,
        expiresAt,
        jurisdiction: isKyc ? jurisdictionIn(credentialData) : undefined,
      };
    }),
  };
}

/** The jurisdiction in a KYC credential's data; undefined where an issuer filed something else. */
function jurisdictionIn(data: Hex): string | undefined {
  if (!KYC_DATA.test(data)) return undefined;
  const region = regionSchema.safeParse(hexToRegion(data));
  return region.success ? region.data : undefined;
}
